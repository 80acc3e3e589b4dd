using Caneth.Signals;

namespace Caneth.Statistics;

/// <summary>The latest frame of each branch of a message with multiplexers: what a branch said stays said while others are in the frame.</summary>
/// <param name="codec">What tells the branches of the message apart.</param>
internal sealed class MessageBranches(MessageCodec codec)
{
    // The branches of a multiplexer are few, and whoever sends all values of it is not to fill the memory.
    private const int Most = 256;

    private readonly Dictionary<ulong, CanFrame> latest = [];

    /// <summary>The latest frame of each branch, the newest first.</summary>
    public IEnumerable<CanFrame> Latest => latest.Values.OrderByDescending(frame => frame.Timestamp);

    /// <summary>Keeps a frame in the place of the one before it of its branch.</summary>
    public void Add(in CanFrame frame)
    {
        var branch = codec.BranchOf(frame);
        if (latest.Count >= Most && !latest.ContainsKey(branch))
        {
            latest.Clear();
        }

        latest[branch] = frame;
    }
}
