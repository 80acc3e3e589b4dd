using Caneth.Signals;

namespace Caneth.Bench;

/// <summary>A made-up drive in which the messages of one DBC file are sent.</summary>
internal sealed class SyntheticCapture
{
    private const double Begin = 1_700_000_000;

    /// <summary>Makes a drive up.</summary>
    /// <param name="database">The file.</param>
    /// <param name="most">How many of its messages are sent at most.</param>
    /// <param name="seconds">How long it is.</param>
    /// <param name="random">What chooses.</param>
    public SyntheticCapture(CanDatabase database, int most, double seconds, Random random)
    {
        Name = database.Name;
        List<MessageDefinition> all = [.. database.Messages.DistinctBy(message => (message.Id, message.Extended))];
        Messages = [.. all.OrderBy(_ => random.Next()).Select(message => SyntheticMessage.Make(message, random)).OfType<SyntheticMessage>().Take(most)];
        var frames = new List<CanFrame>();
        foreach (var message in Messages)
        {
            for (var time = random.NextDouble() * message.Period; time < seconds; time += message.Period * (0.95 + 0.1 * random.NextDouble()))
            {
                frames.Add(message.Next(new((long)((Begin + time) * 1e6) * 1000)));
            }
        }

        frames.Sort((one, other) => one.Timestamp.CompareTo(other.Timestamp));
        Frames = frames;
    }

    /// <summary>What the file is called.</summary>
    public string Name { get; }

    /// <summary>The messages that are sent.</summary>
    public IReadOnlyList<SyntheticMessage> Messages { get; }

    /// <summary>The frames in the order of their times.</summary>
    public IReadOnlyList<CanFrame> Frames { get; }
}
