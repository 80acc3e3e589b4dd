using System.Globalization;
using Caneth.Signals;

namespace Caneth.Diagnostics;

/// <summary>Reads the faults that J1939 tells: those that are there now (DM1), and those that were (DM2) (SAE J1939-73).</summary>
public static class J1939Faults
{
    /// <summary>The group of DM1: the faults that are there now.</summary>
    internal const uint ActiveGroup = 0xFECA;

    /// <summary>The group of DM2: the faults that were there.</summary>
    internal const uint PreviousGroup = 0xFECB;

    private const int LampBytes = 2;
    private const int FaultBytes = 4;
    private const byte On = 1;
    private const byte DoesNotFlash = 3;
    private const uint HighestSpn = 0x7_FFFF;

    private static readonly string[] LampNames = ["Protect", "Amber", "Red", "Mil"];
    private static readonly string[] Flashes = [" (flashes slowly)", " (flashes fast)", "", ""];

    /// <summary>The faults in a message.</summary>
    /// <param name="message">A message; of any other group than those of DM1 and DM2, and of one that is not complete, there are none.</param>
    /// <param name="databases">The databases whose signals have the attribute SPN, by which parameters are named; null for none.</param>
    /// <returns>The faults.</returns>
    public static IReadOnlyList<EcuFault> Read(J1939Message message, DatabaseSet? databases = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        var state = message.Pgn switch
        {
            ActiveGroup => FaultStates.Active,
            PreviousGroup => FaultStates.PreviouslyActive,
            _ => FaultStates.None,
        };
        var data = message.Data.AsSpan();
        if (state == FaultStates.None || !message.Complete || data.Length < LampBytes)
        {
            return [];
        }

        var address = string.Create(CultureInfo.InvariantCulture, $"0x{message.Source:X2}");
        var from = new ObdSource(message.Device ?? "", address, address);
        var lamps = LampsOf(data[0], data[1]);
        var faults = new List<EcuFault>();
        for (var rest = data[LampBytes..]; rest.Length >= FaultBytes; rest = rest[FaultBytes..])
        {
            if (Read(from, rest[..FaultBytes], state | (lamps.Length > 0 ? FaultStates.Lamp : 0), lamps, databases) is { } fault)
            {
                faults.Add(fault);
            }
        }

        return faults;
    }

    // No fault is zeros, and what fills up a frame is ones.
    private static EcuFault? Read(ObdSource from, ReadOnlySpan<byte> bytes, FaultStates state, string lamps, DatabaseSet? databases)
    {
        var spn = (uint)(bytes[0] | bytes[1] << 8 | bytes[2] >> 5 << 16);
        var mode = bytes[2] & 0x1F;
        if (spn == 0 && mode == 0 || spn == HighestSpn)
        {
            return null;
        }

        var count = bytes[3] & 0x7F;
        var isOld = (bytes[3] & 0x80) != 0;
        return new(FaultSource.J1939, from)
        {
            Code = string.Create(CultureInfo.InvariantCulture, $"SPN {(isOld ? "?" : spn)} FMI {mode}"),
            State = state,
            Text = FailureModes.Of(mode, isOld ? null : databases is null ? null : NameOf(spn, databases)),
            Count = count == 0x7F ? null : count,
            Lamps = lamps,
            ConversionMethod = isOld,
            Data = new(bytes),
        };
    }

    private static string? NameOf(uint spn, DatabaseSet databases) =>
        databases.Databases.SelectMany(database => database.Messages).SelectMany(message => message.Signals).FirstOrDefault(signal => signal.Spn == spn)?.Name;

    /// <summary>The lamps that are on: two bits each, and two in the byte after it for how they flash.</summary>
    private static string LampsOf(byte lamps, byte flashes)
    {
        var names = new List<string>();
        for (var lamp = LampNames.Length - 1; lamp >= 0; lamp--)
        {
            if ((lamps >> (2 * lamp) & DoesNotFlash) == On)
            {
                names.Add($"{LampNames[lamp]}{Flashes[flashes >> (2 * lamp) & DoesNotFlash]}");
            }
        }

        return string.Join(", ", names);
    }
}
