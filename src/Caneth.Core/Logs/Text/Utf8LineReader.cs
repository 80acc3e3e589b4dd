namespace Caneth.Logs.Text;

/// <summary>
/// Takes a file apart into lines of UTF-8 without making a string of any. Its memory does not grow, whatever the file is.
/// </summary>
internal sealed class Utf8LineReader(LogInput input)
{
    /// <summary>The longest line that is given whole, in bytes; no log line comes near it.</summary>
    public const int MaxLineLength = 64 * 1024;

    private const int BufferSize = 4 * MaxLineLength;

    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
    private Utf16Input? utf16;
    private int start;
    private int end;

    // Where the buffer begins in the file.
    private long origin;
    private int lineStart;
    private bool ended;
    private bool restPending;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The number of the line read last, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Where the line read last begins, in bytes from the beginning of a file that is not UTF-16.</summary>
    public long LineOffset => origin + lineStart;

    /// <summary>Where what is read next begins, in bytes from the beginning of a file that is not UTF-16.</summary>
    public long Offset => origin + start;

    /// <summary>Whether the line read last is longer than <see cref="MaxLineLength"/> and only its beginning was given.</summary>
    public bool TooLong { get; private set; }

    /// <summary>
    /// Whether the line read last has no end, since the file ends with it, or what follows it is missing: it may be a part only.
    /// </summary>
    public bool EndMissing { get; private set; }

    /// <summary>Whether the file is UTF-16, as Windows PowerShell redirects.</summary>
    public bool IsUtf16 => utf16 is not null;

    /// <summary>What was read of the file already, after the line read last: some lines, the last perhaps cut off.</summary>
    public ReadOnlySpan<byte> Upcoming => buffer.AsSpan(start, end - start);

    /// <summary>Goes on after a place where something is missing.</summary>
    public void ContinueAfterGap() => ended = false;

    /// <summary>Goes on with the first line that begins at a place or after it, whose number nobody knows.</summary>
    /// <param name="place">A place after the first line of a file that is not UTF-16.</param>
    /// <returns>Where the line begins.</returns>
    public long GoTo(long place)
    {
        // The line before it ends right before it where a line begins there.
        origin = place - 1;
        input.GoTo(origin);
        (start, end, ended) = (0, 0, false);
        SkipRestOfLine();
        return Offset;
    }

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line without its end, valid until the next call.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        if (LineNumber == 0)
        {
            ReadByteOrderMark();
        }

        if (restPending)
        {
            SkipRestOfLine();
        }

        var length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
        return length < 0 ? TryReadLineSlowly(out line) : Give(length, endLength: 1, out line);
    }

    private bool Give(int length, int endLength, out ReadOnlySpan<byte> line)
    {
        TooLong = length > MaxLineLength;
        line = buffer.AsSpan(start, TooLong ? MaxLineLength : length);
        EndMissing = endLength == 0 && !TooLong && line is not [.., (byte)'\r'];
        line = line is [.., (byte)'\r'] ? line[..^1] : line;
        lineStart = start;
        start += length + endLength;
        LineNumber++;
        return true;
    }

    private bool TryReadLineSlowly(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var length = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                return Give(searched + length, endLength: 1, out line);
            }

            length = end - start;
            restPending = length > MaxLineLength;
            if (restPending || ended)
            {
                line = default;
                return length > 0 && Give(length, endLength: 0, out line);
            }

            searched = length;
            Fill();
        }
    }

    private void SkipRestOfLine()
    {
        restPending = false;
        do
        {
            var length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            start = length < 0 ? end : start + length + 1;
            if (length >= 0)
            {
                return;
            }

            Fill();
        }
        while (!ended);
    }

    private void ReadByteOrderMark()
    {
        while (end - start < Utf16Input.BytesToTell && !ended)
        {
            Fill();
        }

        var beginning = buffer.AsSpan(start, end - start);
        utf16 = Utf16Input.TryOpen(input, beginning);
        if (utf16 is not null)
        {
            (start, end, ended) = (0, 0, false);
            Fill();
        }
        else if (beginning.StartsWith(ByteOrderMark))
        {
            start += ByteOrderMark.Length;
        }
    }

    private void Fill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        origin += start;
        end -= start;
        start = 0;
        var count = utf16 is null ? input.Read(buffer.AsSpan(end)) : utf16.Read(buffer.AsSpan(end));
        end += count;
        ended = count == 0;
    }
}
