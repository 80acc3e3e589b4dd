using System.Text;
using Caneth.Logs;

namespace Caneth.Binding;

/// <summary>A line of candump in any of the ways in which candump writes it: the short form, <c>-L</c>, with a date, or as on the screen.</summary>
internal static class CandumpText
{
    private const int LongestLine = 2048;

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="frame">The frame in it.</param>
    /// <param name="problem">Why it cannot be read; null where it can, or says nothing of a frame.</param>
    /// <returns>Whether there is a frame in it.</returns>
    public static bool TryReadLine(string line, out CanFrame frame, out MalformedEntry? problem)
    {
        problem = null;
        if (CanFrame.TryParse(line, null, out frame))
        {
            return true;
        }

        if (line.Length > LongestLine)
        {
            problem = new(null, 0, 0, line[..200], "it is longer than any line of candump");
            return false;
        }

        MalformedEntry? found = null;
        try
        {
            using var reader = CanLog.Open(new MemoryStream(Encoding.UTF8.GetBytes(line + "\n")), LogFormats.Candump, new() { OnMalformed = entry => found = entry });
            var one = new CanFrame[1];
            var read = reader.Read(one) == 1;
            frame = one[0];
            problem = read ? null : found;
            return read;
        }
        catch (InvalidDataException failure)
        {
            // Nothing in it is of candump.
            problem = found ?? new(null, 0, 0, line, failure.Message);
            return false;
        }
    }
}
