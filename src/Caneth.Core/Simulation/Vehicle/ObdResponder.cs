using System.Buffers.Binary;

namespace Caneth.Simulation;

/// <summary>
/// A control unit that answers OBD-II requests as SAE J1979 and ISO 15765-4 have them on an 11-bit bus: single frames,
/// service 01 (current data), one PID a request.
/// </summary>
internal sealed class ObdResponder
{
    private const uint FunctionalId = 0x7DF;
    private const byte CurrentData = 0x01;
    private const byte PositiveReply = 0x40;
    private const byte NegativeReply = 0x7F;
    private const byte ServiceNotSupported = 0x11;

    // ISO 15765-2 recommends it for the bytes that do not count.
    private const byte Padding = 0xCC;
    private const int MaxSingleFrame = 7;
    private const int PidsPerMask = 0x20;
    private const uint ReplyOffset = 8;

    private readonly uint requestId;
    private readonly bool refusesFunctional;
    private readonly SortedDictionary<byte, Func<VehicleState, byte[]>> values;

    private ObdResponder(uint requestId, bool refusesFunctional, SortedDictionary<byte, Func<VehicleState, byte[]>> values)
    {
        this.requestId = requestId;
        this.refusesFunctional = refusesFunctional;
        this.values = values;
    }

    /// <summary>The control unit of the engine: 0x7E0, answers from 0x7E8.</summary>
    public static ObdResponder Engine() => new(0x7E0, refusesFunctional: true, new()
    {
        [0x05] = car => [Scaled(car.Coolant + 40)],
        [0x0C] = car => Word(car.EngineSpeed * 4),
        [0x0D] = car => [Scaled(car.Speed)],
        [0x0F] = car => [Scaled(car.IntakeAir + 40)],
        [0x11] = car => [Scaled(car.Throttle * 2.55)],
        [0x2F] = car => [Scaled(car.Fuel * 2.55)],
    });

    /// <summary>The control unit of the gearbox: 0x7E1, answers from 0x7E9.</summary>
    public static ObdResponder Gearbox() => new(0x7E1, refusesFunctional: false, new()
    {
        [0x0D] = car => [Scaled(car.Speed)],
    });

    /// <summary>The answer to a request, or null where the frame is none for this control unit.</summary>
    /// <remarks>
    /// A PID that a control unit does not know gets no answer (SAE J1979). A service that it does not know gets a negative
    /// one; to a functional request only the engine says so, as many cars do.
    /// </remarks>
    public CanFrame? Answer(in CanFrame request, in VehicleState car)
    {
        var functional = request.Id == FunctionalId;
        if (request.Extended || request.Remote || (!functional && request.Id != requestId))
        {
            return null;
        }

        // The first byte of a single frame (ISO 15765-2) is how many bytes follow.
        var data = request.Data;
        if (data.Count < 2 || data[0] is < 1 or > MaxSingleFrame || data[0] >= data.Count)
        {
            return null;
        }

        var service = data[1];
        if (service != CurrentData)
        {
            return functional && !refusesFunctional ? null : Reply([NegativeReply, service, ServiceNotSupported]);
        }

        return data[0] >= 2 && ValueOf(data[2], car) is { } value
            ? Reply([PositiveReply + CurrentData, data[2], .. value])
            : null;
    }

    private static byte Scaled(double value) => (byte)Math.Clamp(Math.Round(value), byte.MinValue, byte.MaxValue);

    private static byte[] Word(double value)
    {
        var bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)Math.Clamp(Math.Round(value), ushort.MinValue, ushort.MaxValue));
        return bytes;
    }

    private byte[]? ValueOf(byte pid, in VehicleState car) =>
        values.TryGetValue(pid, out var read) ? read(car) : pid % PidsPerMask == 0 ? SupportedAfter(pid) : null;

    /// <summary>
    /// Which of the 32 PIDs that follow are known, the first in the highest bit; the last says whether there are more.
    /// </summary>
    private byte[]? SupportedAfter(byte pid)
    {
        var mask = 0u;
        foreach (var known in values.Keys)
        {
            if (known > pid + PidsPerMask)
            {
                mask |= 1;
            }
            else if (known > pid)
            {
                mask |= 1u << (PidsPerMask - (known - pid));
            }
        }

        if (pid > 0 && mask == 0)
        {
            return null;
        }

        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, mask);
        return bytes;
    }

    private CanFrame Reply(ReadOnlySpan<byte> payload)
    {
        Span<byte> data = stackalloc byte[CanData.MaxClassicLength];
        data.Fill(Padding);
        data[0] = (byte)payload.Length;
        payload.CopyTo(data[1..]);
        return new CanFrame(requestId + ReplyOffset, data);
    }
}
