using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Caneth.Flow;

/// <summary>
/// Numbers that only grow, one for each member of an enumeration. Where they have a tag, a member with an
/// <see cref="InstrumentAttribute"/> feeds its instrument too. Safe for all threads.
/// </summary>
/// <typeparam name="TCounter">What is counted: an enumeration from 0 on, without gaps.</typeparam>
/// <param name="tag">What distinguishes these measurements from those of others; null for no measurements.</param>
/// <param name="whole">The tally of which this one is a part, and which counts what it counts; null for none.</param>
/// <param name="meter">The meter of its instruments; null for that of the process.</param>
internal sealed class Tally<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] TCounter>(
    KeyValuePair<string, object?>? tag = null, Tally<TCounter>? whole = null, Meter? meter = null)
    where TCounter : struct, Enum
{
    private static readonly ConditionalWeakTable<Meter, Counter<long>?[]> Instruments = [];

    private readonly Counter<long>?[] instruments = InstrumentsOf(meter ?? CanMeter.Instance);
    private readonly long[] values = new long[Enum.GetValues<TCounter>().Length];

    public long this[TCounter counter] => Volatile.Read(ref values[Unsafe.BitCast<TCounter, int>(counter)]);

    /// <summary>Adds; once a batch, not once a frame.</summary>
    public void Add(TCounter counter, long more)
    {
        if (more == 0)
        {
            return;
        }

        var index = Unsafe.BitCast<TCounter, int>(counter);
        Interlocked.Add(ref values[index], more);
        whole?.Add(counter, more);
        if (tag is { } its)
        {
            instruments[index]?.Add(more, its);
        }
    }

    /// <summary>All numbers as they are now, read in the order of the enumeration.</summary>
    public Counts<TCounter> Snapshot()
    {
        var now = new long[values.Length];
        for (var index = 0; index < now.Length; index++)
        {
            now[index] = Volatile.Read(ref values[index]);
        }

        return new(now);
    }

    private static Counter<long>?[] InstrumentsOf(Meter meter)
    {
        // The table alone might make two sets, and a listener would see each instrument twice.
        lock (Instruments)
        {
            return Instruments.GetValue(meter, CreateInstruments);
        }
    }

    private static Counter<long>?[] CreateInstruments(Meter meter) =>
    [
        .. from counter in Enum.GetNames<TCounter>()
           let instrument = typeof(TCounter).GetField(counter)!.GetCustomAttribute<InstrumentAttribute>()
           select instrument is null ? null : meter.CreateCounter<long>(instrument.Name, instrument.Unit, instrument.Description),
    ];
}

/// <summary>What a <see cref="Tally{TCounter}"/> said at one moment.</summary>
internal readonly struct Counts<TCounter>(long[] values) : IEquatable<Counts<TCounter>>
    where TCounter : struct, Enum
{
    private readonly long[] values = values;

    public long this[TCounter counter] => values[Unsafe.BitCast<TCounter, int>(counter)];

    public bool Equals(Counts<TCounter> other) => values.AsSpan().SequenceEqual(other.values);

    public override bool Equals(object? obj) => obj is Counts<TCounter> other && Equals(other);

    public override int GetHashCode() => values.Length == 0 ? 0 : values[0].GetHashCode();
}
