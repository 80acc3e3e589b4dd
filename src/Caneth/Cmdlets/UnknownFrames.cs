namespace Caneth.Cmdlets;

/// <summary>Counts the frames that no database knows, by their ids.</summary>
internal sealed class UnknownFrames
{
    // What is said of them names ten.
    private const int MaxIds = 10_000;

    private readonly Dictionary<(uint Id, bool Extended), (CanFrame Frame, long Count)> byId = [];
    private long frames;
    private long others;

    /// <summary>Counts a frame.</summary>
    public void Add(in CanFrame frame)
    {
        frames++;
        var key = (frame.Id, frame.Extended);
        if (byId.TryGetValue(key, out var known))
        {
            byId[key] = (known.Frame, known.Count + 1);
        }
        else if (byId.Count < MaxIds)
        {
            byId.Add(key, (frame, 1));
        }
        else
        {
            others++;
        }
    }

    /// <summary>Warns of them, if there were any.</summary>
    public void Tell(CanCmdlet cmdlet)
    {
        if (frames > 0)
        {
            cmdlet.WriteWarning(DatabaseMessages.Unknown([.. byId.Values], frames, others));
        }
    }
}
