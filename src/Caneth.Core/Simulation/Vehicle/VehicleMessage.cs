using Caneth.Signals;

namespace Caneth.Simulation;

/// <summary>
/// A message that a control unit of a made-up vehicle sends unasked. Its id, period, length and signals are those of the vehicle's database;
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
    private readonly byte unused;

    private VehicleMessage(MessageDefinition definition, byte unused)
    {
        this.definition = definition;
        this.unused = unused;
        values = [.. definition.Signals.Select(signal => VehicleSignals.All.GetValueOrDefault(signal.Name))];
        var names = definition.Signals.Select(signal => signal.Name).ToList();
        counter = names.IndexOf(Counter);
        checksum = names.IndexOf(Checksum);
        Period = (int)definition.CycleTime!.Value.TotalMilliseconds;
    }

    /// <summary>All messages of a database, in its order.</summary>
    /// <param name="database">The database.</param>
    /// <param name="unused">What is in bytes of which nobody says anything.</param>
    public static IReadOnlyList<VehicleMessage> Of(CanDatabase database, byte unused = 0) =>
        [.. database.Messages.Select(message => new VehicleMessage(message, unused))];

    /// <summary>The database of a vehicle, which is in this assembly.</summary>
    public static CanDatabase LoadDatabase(string name)
    {
        using var resource = typeof(VehicleMessage).Assembly.GetManifestResourceStream(typeof(VehicleMessage), name)!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return CanDatabase.Parse(bytes, name);
    }

    /// <summary>Every how many milliseconds it is sent: a multiple of 10.</summary>
    public int Period { get; }

    /// <summary>The message at this moment.</summary>
    /// <param name="car">What the vehicle is doing.</param>
    /// <param name="sentBefore">How often it was sent before.</param>
    public CanFrame FrameOf(in VehicleState car, long sentBefore)
    {
        Span<byte> data = stackalloc byte[definition.Length];
        data.Fill(unused);
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
