using System.Diagnostics.CodeAnalysis;

namespace Caneth.Diagnostics;

/// <summary>
/// Makes one of the responses by which a control unit asks for patience again and again before it answers (NRC 78): <c>response pending (78) x 7,
/// 3.4 s</c>. All other messages go through as they are.
/// </summary>
internal sealed class UdsPendingFold
{
    // A control unit has one request at a time; more speakers than a bus can have are not waited for.
    private const int MaxSpeakers = 1024;

    private readonly Dictionary<Speaker, Pending> pending = [];
    private readonly Queue<UdsMessage> ready = [];

    /// <summary>Takes a message.</summary>
    public void Add(UdsMessage message)
    {
        var speaker = new Speaker(message.Device, message.Id, message.Extended, message.Address);
        if (pending.TryGetValue(speaker, out var before))
        {
            if (message.IsPending && message.ServiceId == before.First.ServiceId)
            {
                before.Add(message);
                return;
            }

            pending.Remove(speaker);
            ready.Enqueue(before.ToMessage());
        }

        if (message.IsPending && pending.Count < MaxSpeakers)
        {
            pending.Add(speaker, new(message));
        }
        else
        {
            ready.Enqueue(message);
        }
    }

    /// <summary>Nothing more comes.</summary>
    public void End()
    {
        foreach (var one in pending.Values.OrderBy(one => one.First.Timestamp))
        {
            ready.Enqueue(one.ToMessage());
        }

        pending.Clear();
    }

    /// <summary>Takes a message that can be shown.</summary>
    public bool TryTake([NotNullWhen(true)] out UdsMessage? message) => ready.TryDequeue(out message);

    private readonly record struct Speaker(string? Device, uint Id, bool Extended, byte? Address);

    /// <summary>The first response of several, and how often it came since.</summary>
    private sealed class Pending(UdsMessage first)
    {
        private int count = 1;
        private Timestamp last = first.Timestamp;

        public UdsMessage First => first;

        public void Add(UdsMessage next)
        {
            count++;
            last = next.Timestamp;
        }

        public UdsMessage ToMessage() => count == 1 ? first : first.Repeated(count, last - first.Timestamp);
    }
}
