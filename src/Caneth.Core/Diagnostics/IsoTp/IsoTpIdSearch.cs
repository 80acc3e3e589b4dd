namespace Caneth.Diagnostics;

/// <summary>An id whose frames look like ISO-TP.</summary>
/// <param name="Id">The id.</param>
/// <param name="Extended">Whether it has 29 bits.</param>
/// <param name="HasAddress">Whether their data begins with a byte of address.</param>
internal readonly record struct IsoTpCandidate(uint Id, bool Extended, bool HasAddress);

/// <summary>
/// Looks for ids that carry ISO-TP although nobody said so: a first frame of a plausible length, and consecutive frames after it with the
/// numbers 1 and 2, are no accident.
/// </summary>
internal sealed class IsoTpIdSearch
{
    private const int MaxIds = 4096;
    private const int MaxFound = 64;
    private const byte Proof = 2;

    private readonly Dictionary<IsoTpCandidate, byte> next = [];
    private readonly HashSet<IsoTpCandidate> found = [];

    /// <summary>Those that were found.</summary>
    public IReadOnlyCollection<IsoTpCandidate> Found => found;

    /// <summary>Looks at a frame.</summary>
    /// <param name="frame">A frame with data.</param>
    /// <param name="addressBytes">How many bytes of address it may begin with.</param>
    public void Add(in CanFrame frame, int addressBytes)
    {
        var candidate = new IsoTpCandidate(frame.Id, frame.Extended, addressBytes > 0);
        var isPdu = IsoTpPdu.TryRead(frame.Data, addressBytes, out var pdu);
        if (isPdu && pdu.Kind == IsoTpPduKind.FirstFrame)
        {
            if (next.Count < MaxIds || next.ContainsKey(candidate))
            {
                next[candidate] = 1;
            }

            return;
        }

        if (!next.TryGetValue(candidate, out var expected))
        {
            return;
        }

        var isNext = isPdu && pdu.Kind == IsoTpPduKind.ConsecutiveFrame && pdu.Number == expected;
        if (isNext && expected < Proof)
        {
            next[candidate] = (byte)(expected + 1);
            return;
        }

        next.Remove(candidate);
        if (isNext && found.Count < MaxFound)
        {
            found.Add(candidate);
        }
    }
}
