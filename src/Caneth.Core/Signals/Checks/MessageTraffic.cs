namespace Caneth.Signals;

/// <summary>What the frames of one message carried.</summary>
internal sealed class MessageTraffic
{
    private readonly MessageDefinition message;
    private readonly double[] values;
    private readonly SignalTraffic[] signals;
    private readonly byte[] data = new byte[CanData.MaxLength];
    private long count;
    private long shorter;
    private long longer;
    private int shortest = int.MaxValue;
    private int longest;

    public MessageTraffic(MessageDefinition message)
    {
        this.message = message;
        values = new double[message.Signals.Count];
        signals = [.. message.Signals.Select(signal => new SignalTraffic(signal))];
    }

    public void Add(in CanFrame frame)
    {
        count++;
        var length = frame.Length;
        if (length < message.Length)
        {
            shorter++;
            shortest = Math.Min(shortest, length);
        }
        else if (length > message.Length)
        {
            longer++;
            longest = Math.Max(longest, length);
        }

        frame.Data.CopyTo(data);
        message.Codec.Decode(frame, values);
        for (var index = 0; index < signals.Length; index++)
        {
            signals[index].Add(values[index], signals[index].NeedsBits && message.Codec.TryGetBits(index, data.AsSpan(0, length), out var bits) ? bits : null);
        }
    }

    /// <summary>Adds what was found.</summary>
    public void AddProblems(List<DatabaseProblem> problems)
    {
        // J1939 sends what is longer than a frame in several, none of which has its length.
        if (message.Length <= CanData.MaxLength && shorter > 0)
        {
            problems.Add(new(ProblemSeverity.Warning, "FrameTooShort", message.Line, message.Column, message.Name, null,
                $"It should have {message.Length} bytes; {Of(shorter)} have fewer, down to {shortest}. Signals beyond their end are not in them."));
        }

        if (longer > 0)
        {
            problems.Add(new(ProblemSeverity.Info, "FrameTooLong", message.Line, message.Column, message.Name, null,
                $"It should have {message.Length} bytes; {Of(longer)} have more, up to {longest}."));
        }

        foreach (var signal in signals)
        {
            if (signal.Judge() is { } found)
            {
                problems.Add(new(found.Severity, found.Code, signal.Definition.Line, signal.Definition.Column, message.Name, signal.Definition.Name, VisibleText.Of(found.Text)));
            }
        }
    }

    private string Of(long some) => some == count ? "all of its frames" : FormattableString.Invariant($"{some} of {count} frames");
}
