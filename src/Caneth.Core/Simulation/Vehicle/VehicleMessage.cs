using Caneth.Signals;

namespace Caneth.Simulation;

/// <summary>
/// A message that a control unit of the made-up car sends unasked. Its id, period, length and signals are those of the car's database;
/// where that has a Checksum, it is the sum of all other bytes and of the id's low byte.
/// </summary>
internal sealed class VehicleMessage
{
    private const string Counter = "Counter";
    private const string Checksum = "Checksum";

    private readonly MessageDefinition definition;
    private readonly Func<VehicleState, double>?[] values;
    private readonly int counter;
    private readonly int checksum;

    private VehicleMessage(MessageDefinition definition)
    {
        this.definition = definition;
        values = [.. definition.Signals.Select(signal => VehicleSignals.All.GetValueOrDefault(signal.Name))];
        var names = definition.Signals.Select(signal => signal.Name).ToList();
        counter = names.IndexOf(Counter);
        checksum = names.IndexOf(Checksum);
        Period = (int)definition.CycleTime!.Value.TotalMilliseconds;
    }

    /// <summary>All messages of the car, in the order of its database.</summary>
    public static IReadOnlyList<VehicleMessage> All { get; } = [.. VehicleTraffic.Database.Messages.Select(message => new VehicleMessage(message))];

    /// <summary>Every how many milliseconds it is sent: a multiple of 10.</summary>
    public int Period { get; }

    /// <summary>The message at this moment.</summary>
    /// <param name="car">What the car is doing.</param>
    /// <param name="sentBefore">How often it was sent before.</param>
    public CanFrame FrameOf(in VehicleState car, long sentBefore)
    {
        Span<byte> data = stackalloc byte[definition.Length];
        data.Clear();
        for (var place = 0; place < values.Length; place++)
        {
            if (values[place] is { } value && definition.Signals[place].TryToBits(value(car), out var bits))
            {
                definition.Codec.SetBits(place, bits, data);
            }
        }

        if (counter >= 0)
        {
            definition.Codec.SetBits(counter, (ulong)sentBefore, data);
        }

        if (checksum >= 0)
        {
            definition.Codec.SetBits(checksum, SumOf(data), data);
        }

        return new CanFrame(definition.Id, data);
    }

    private byte SumOf(ReadOnlySpan<byte> data)
    {
        var sum = (byte)definition.Id;
        foreach (var value in data)
        {
            sum += value;
        }

        return sum;
    }
}
