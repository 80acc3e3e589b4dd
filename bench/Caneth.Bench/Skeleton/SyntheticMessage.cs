using Caneth.Signals;

namespace Caneth.Bench;

/// <summary>A message of a DBC file whose frames are made up: each of its signals moves by itself, its counter counts, its checksum is right.</summary>
internal sealed class SyntheticMessage
{
    private const int MostPages = 8;

    private static readonly double[] Periods = [0.01, 0.02, 0.05, 0.1];

    private readonly List<SyntheticSignal> signals = [];
    private readonly List<SignalDefinition> placed = [];
    private readonly MessageProtection? protection;
    private readonly byte[] data;
    private ProtectionState state;
    private int turn;

    private SyntheticMessage(MessageDefinition message, Random random)
    {
        Message = message;
        data = new byte[message.Length];
        Period = Periods[random.Next(Periods.Length)];
        var candidate = message.Protection ?? Guessed(message, random);
        Multiplexer = message.Signals.FirstOrDefault(signal => signal.IsMultiplexer && signal.Multiplexer is null);
        Pages = Multiplexer is null ? [] : [.. message.Signals.Where(signal => signal.Multiplexer == Multiplexer)
            .SelectMany(signal => signal.MultiplexValues.Select(range => range.First)).Distinct().Order().Take(MostPages)];
        foreach (var signal in message.Signals.Where(CanBePlaced))
        {
            placed.Add(signal);
            if (signal != Multiplexer && signal != candidate?.Checksum && signal != candidate?.Counter)
            {
                signals.Add(new(signal, Period, IsCounter(signal), random));
            }
        }

        // A checksum that lies over another signal is none.
        protection = candidate is not null && new[] { candidate.Checksum, candidate.Counter }.All(signal => signal is null || placed.Contains(signal)) ? candidate : null;
    }

    /// <summary>The message.</summary>
    public MessageDefinition Message { get; }

    /// <summary>The time between two of its frames, in seconds.</summary>
    public double Period { get; }

    /// <summary>The signals that are in its frames. One that lies over another of the same frame is not.</summary>
    public IReadOnlyList<SignalDefinition> Placed => placed;

    /// <summary>The signal that chooses the page, or null.</summary>
    public SignalDefinition? Multiplexer { get; }

    /// <summary>Its values that are sent in turn; none where there is no multiplexer.</summary>
    public IReadOnlyList<ulong> Pages { get; }

    /// <summary>Whether the way a signal moves shows if it has a sign.</summary>
    public bool ShowsSign(SignalDefinition signal) => signals.Exists(one => one.Signal == signal && one.ShowsSign);

    /// <summary>Makes a message up; null where it has nothing to see.</summary>
    /// <param name="message">What the file says.</param>
    /// <param name="random">What chooses.</param>
    public static SyntheticMessage? Make(MessageDefinition message, Random random)
    {
        if (message.Length is < 1 or > 8 || message.Id > CanId.MaxExtended || message.Signals.Any(signal => signal.IsMultiplexer && signal.Multiplexer is not null))
        {
            return null;
        }

        var made = new SyntheticMessage(message, random);
        return made.placed.Count > 0 && (made.Multiplexer is null || made.Pages.Count > 0) ? made : null;
    }

    /// <summary>The next frame.</summary>
    /// <param name="time">When it is sent.</param>
    public CanFrame Next(Timestamp time)
    {
        Array.Clear(data);
        var page = Pages.Count > 0 ? Pages[turn++ % Pages.Count] : 0;
        Multiplexer?.Layout.Write(page, data);
        foreach (var signal in signals)
        {
            var bits = signal.Next();
            if (IsIn(signal.Signal, page))
            {
                signal.Signal.Layout.Write(bits, data);
            }
        }

        protection?.Apply(Message.Id, data, ref state);
        return new CanFrame(Message.Id, data, Message.Extended ? FrameFlags.Extended : FrameFlags.None) with { Timestamp = time };
    }

    /// <summary>Whether a signal is in the frames of a page.</summary>
    public static bool IsIn(SignalDefinition signal, ulong? page) =>
        signal.Multiplexer is null || page is { } value && signal.MultiplexValues.Any(range => range.Contains(value));

    private bool CanBePlaced(SignalDefinition signal)
    {
        if (signal.Length is 0 or > 53 || signal.Layout.BytesNeeded > data.Length || signal.Kind is not (SignalKind.UnsignedInteger or SignalKind.SignedInteger))
        {
            return false;
        }

        var own = new BitSet(signal.Layout, data.Length);
        return !placed.Exists(other => AreTogether(signal, other) && new BitSet(other.Layout, data.Length).Overlaps(own));
    }

    private bool AreTogether(SignalDefinition one, SignalDefinition other) => Pages.Count == 0 || Pages.Any(page => IsIn(one, page) && IsIn(other, page));

    private static bool IsCounter(SignalDefinition signal) => signal.Length is >= 2 and <= 16
        && (signal.Name.Contains("counter", StringComparison.OrdinalIgnoreCase) || signal.Name.EndsWith("_BZ", StringComparison.Ordinal));

    /// <summary>A checksum by its name is made by one of the profiles that need no data id.</summary>
    private static MessageProtection? Guessed(MessageDefinition message, Random random)
    {
        var checksum = message.Signals.FirstOrDefault(signal => signal.Multiplexer is null
            && (signal.Name.Contains("checksum", StringComparison.OrdinalIgnoreCase) || signal.Name.Contains("crc", StringComparison.OrdinalIgnoreCase)));
        var fitting = ProtectionProfiles.All.Where(profile => profile.ChecksumLength == checksum?.Length && profile.MinDataIds == 0 && !profile.NeedsCounter).ToList();
        try
        {
            return fitting.Count == 0 ? null : new(message, fitting[random.Next(fitting.Count)], new() { Checksum = checksum!.Name });
        }
        catch (Exception failure) when (failure is SignalException or ArgumentException)
        {
            return null;
        }
    }

    private readonly struct BitSet(SignalLayout layout, int length)
    {
        private readonly byte[] bits = layout.Covers(length);

        public bool Overlaps(BitSet other)
        {
            for (var place = 0; place < bits.Length; place++)
            {
                if ((bits[place] & other.bits[place]) != 0)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
