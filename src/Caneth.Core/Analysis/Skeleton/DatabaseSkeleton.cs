using System.Text;
using Caneth.Signals;

namespace Caneth.Analysis;

/// <summary>
/// Makes a database of traffic: which messages there are, how long and how often, and which fields they seem to have: numbers with their byte order
/// and sign, states, counters, checksums, multiplexers, constants. Names are made up, but for fields that follow an OBD-II answer of the same
/// capture, which get its name, unit and scale. How sure each field is stands in its comment. Frames are kept, 16 bytes each. Not for several
/// threads at once.
/// </summary>
/// <example>
/// <code>
/// var skeleton = new DatabaseSkeleton();
/// foreach (var frame in frames) skeleton.Add(frame);
/// var database = skeleton.ToDatabase("car");
/// </code>
/// </example>
public sealed class DatabaseSkeleton
{
    /// <summary>How many of the numbers whose byte order is beyond doubt have to have the same, for it to be the usual one.</summary>
    private const double LeastUsual = 0.75;

    private readonly SearchedFrames searched = new(DatabaseSet.Empty);
    private readonly ObdAnswers answers = new();

    /// <summary>How many frames there are to make a database of: those with data.</summary>
    public long FrameCount => searched.Count;

    /// <summary>How many frames were not looked at, since they came with more ids than a bus has.</summary>
    public long FramesBeyond => searched.History.Beyond;

    /// <summary>
    /// How many frames are left out of the database, since another device has more of the same id: a database has an id once.
    /// </summary>
    public long FramesOfOtherDevices => FrameCount - Chosen().Sum(one => (long)one.Value.Count);

    /// <summary>Takes a frame.</summary>
    /// <param name="frame">The frame; those of one id come in the order of their times.</param>
    public void Add(in CanFrame frame)
    {
        if (searched.Add(frame))
        {
            answers.Add(frame);
        }
    }

    /// <summary>Makes the database.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The database. The ids of OBD-II are not in it where their answers were understood.</returns>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public CanDatabase ToDatabase(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var messages = new List<MessageSkeleton>();
        var orders = new Dictionary<ByteOrder, int>();
        foreach (var (stream, series) in Chosen().Where(one => answers.Values.Count == 0 || !ObdAnswers.IsObd(one.Key.Id, one.Key.Extended)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var message = new MessageSkeleton(stream, series, searched.History.Streams[stream]);
            messages.Add(message);
            foreach (var order in message.Split(usual: null).Orders)
            {
                orders[order] = orders.GetValueOrDefault(order) + 1;
            }
        }

        var usual = orders.Where(order => order.Value >= LeastUsual * orders.Values.Sum()).Select(order => (ByteOrder?)order.Key).FirstOrDefault();
        var followers = new ObdFollowers(answers);
        var text = new SkeletonText();
        foreach (var message in messages)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var fields = message.Split(usual).Fields;
            text.Add(message, followers.IsEmpty ? fields : [.. fields.Select(field => Named(message, field, followers))]);
        }

        return CanDatabase.Parse(Encoding.UTF8.GetBytes(text.ToString()), name + ".dbc");
    }

    private static GuessedField Named(MessageSkeleton message, GuessedField field, ObdFollowers followers) => field.Role == GuessedRole.Number
        ? field with { Meaning = followers.MeaningOf(message.FramesOf(field), field.Bits) }
        : field;

    /// <summary>Of each id the frames of the device that has most of them.</summary>
    private IEnumerable<KeyValuePair<FrameStream, FrameSeries>> Chosen() => searched.Streams
        .GroupBy(one => (one.Key.Extended, one.Key.Id))
        .OrderBy(group => group.Key)
        .Select(group => group.MaxBy(one => one.Value.Count));
}
