namespace Caneth.Diagnostics;

/// <summary>Reads lists of trouble codes.</summary>
internal static class TroubleCodes
{
    private const int ObdLength = 2;
    private const int UdsLength = 3;
    private const int UdsHeader = 3;
    private const int ObdHeader = 2;

    /// <summary>The codes of an answer to 03, 07 or 0A: as many as it says, and what fills it up is none.</summary>
    /// <param name="from">Who tells them.</param>
    /// <param name="answer">The whole answer: over CAN a count is before the codes.</param>
    /// <param name="state">What is said of them.</param>
    public static List<EcuFault> ReadObd(ObdSource from, ReadOnlySpan<byte> answer, FaultStates state)
    {
        var faults = new List<EcuFault>();
        var count = answer.Length < ObdHeader ? 0 : answer[1];
        for (var rest = answer[Math.Min(ObdHeader, answer.Length)..]; rest.Length >= ObdLength && faults.Count < count; rest = rest[ObdLength..])
        {
            if (rest[..ObdLength].ContainsAnyExcept((byte)0))
            {
                faults.Add(EcuFault.Of(FaultSource.Obd, from, rest[..ObdLength], state));
            }
            else
            {
                count--;
            }
        }

        return faults;
    }

    /// <summary>The codes of an answer to 19 02: each with its status.</summary>
    /// <param name="from">Who tells them.</param>
    /// <param name="answer">The whole answer: service, sub-function and the bits that the control unit knows are before the codes.</param>
    public static List<EcuFault> ReadUds(ObdSource from, ReadOnlySpan<byte> answer)
    {
        var faults = new List<EcuFault>();
        for (var rest = answer[Math.Min(UdsHeader, answer.Length)..]; rest.Length > UdsLength; rest = rest[(UdsLength + 1)..])
        {
            if (rest[..UdsLength].ContainsAnyExcept((byte)0))
            {
                faults.Add(EcuFault.Of(FaultSource.Uds, from, rest[..UdsLength], (FaultStates)rest[UdsLength]));
            }
        }

        return faults;
    }

    /// <summary>One list of what both protocols tell: a code of OBD-II that UDS tells, too, is that one.</summary>
    public static List<EcuFault> Merge(IEnumerable<EcuFault> obd, IEnumerable<EcuFault> uds)
    {
        List<EcuFault> all = [.. uds];
        foreach (var fault in obd)
        {
            var same = all.Find(one => one.HexId == fault.HexId && one.Data.AsSpan().StartsWith(fault.Data.AsSpan()));
            if (same is null)
            {
                all.Add(fault);
            }
            else
            {
                same.State |= fault.State;
                same.FreezeFrame = same.FreezeFrame.Count == 0 ? fault.FreezeFrame : same.FreezeFrame;
            }
        }

        return all;
    }
}
