namespace Caneth.Diagnostics;

/// <summary>Takes answers of OBD-II with several values apart.</summary>
internal static class ObdAnswer
{
    private const int Header = 1;

    /// <summary>The values of an answer by their PIDs, in whatever order they are, and whichever are missing.</summary>
    /// <param name="answer">The whole answer.</param>
    /// <param name="asked">The PIDs that were asked for; of a single one that nobody knows the value is all the rest.</param>
    /// <returns>PIDs and bytes, as far as lengths are known and bytes are there.</returns>
    public static List<(byte Pid, byte[] Data)> Values(MessageData answer, IReadOnlyList<byte> asked)
    {
        var values = new List<(byte, byte[])>();
        var rest = answer.AsSpan()[Math.Min(Header, answer.Count)..];
        while (rest.Length > 1 && asked.Contains(rest[0]))
        {
            var pid = rest[0];
            rest = rest[1..];
            var length = ObdParameter.LengthOf(pid) ?? (asked.Count == 1 ? rest.Length : 0);
            if (length == 0 || length > rest.Length)
            {
                break;
            }

            values.Add((pid, rest[..length].ToArray()));
            rest = rest[length..];
        }

        return values;
    }
}
