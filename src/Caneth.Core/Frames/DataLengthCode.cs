namespace Caneth;

/// <summary>What a data length code means: bytes 0 to 8 as they are, above that by the table of CAN FD (ISO 11898-1).</summary>
public static class DataLengthCode
{
    /// <summary>The largest code: 15, 64 bytes of CAN FD.</summary>
    public const int Max = 15;

    private static ReadOnlySpan<byte> FdLengths => [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 20, 24, 32, 48, 64];

    /// <summary>How many bytes a code announces.</summary>
    /// <param name="dlc">0 to 15.</param>
    /// <param name="fd">Whether the frame is a CAN FD frame; in a classic one, codes above 8 mean 8.</param>
    /// <returns>0 to 64.</returns>
    public static int ToLength(int dlc, bool fd)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(dlc);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dlc, Max);
        return fd ? FdLengths[dlc] : Math.Min(dlc, CanData.MaxClassicLength);
    }

    /// <summary>The code for that many bytes.</summary>
    /// <param name="length">0 to 8; for CAN FD also 12, 16, 20, 24, 32, 48 or 64.</param>
    /// <param name="fd">Whether the frame is a CAN FD frame.</param>
    /// <returns>0 to 15.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No frame of that kind carries that many bytes.</exception>
    public static int FromLength(int length, bool fd)
    {
        if (!TryFromLength(length, fd, out var dlc))
        {
            throw new ArgumentOutOfRangeException(nameof(length), fd
                ? $"{length} bytes of data do not fit a CAN FD frame: it carries 0 to 8, 12, 16, 20, 24, 32, 48 or 64."
                : $"{length} bytes of data are too many: a classic CAN frame carries at most {CanData.MaxClassicLength}.");
        }

        return dlc;
    }

    /// <summary>The code for that many bytes, without an exception where there is none.</summary>
    /// <param name="length">As for <see cref="FromLength"/>.</param>
    /// <param name="fd">Whether the frame is a CAN FD frame.</param>
    /// <param name="dlc">0 to 15.</param>
    /// <returns>Whether a frame of that kind carries that many bytes.</returns>
    public static bool TryFromLength(int length, bool fd, out int dlc)
    {
        dlc = fd ? FdLengths.IndexOf((byte)Math.Min((uint)length, byte.MaxValue)) : length;
        return dlc >= 0 && (fd || length <= CanData.MaxClassicLength);
    }

    /// <summary>The least length that data can have to hold that many bytes.</summary>
    /// <param name="length">0 to 64.</param>
    /// <returns>0 to 8, 12, 16, 20, 24, 32, 48 or 64.</returns>
    internal static int FilledLength(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, CanData.MaxLength);
        var dlc = Math.Min(length, CanData.MaxClassicLength);
        while (FdLengths[dlc] < length)
        {
            dlc++;
        }

        return FdLengths[dlc];
    }

    internal static void Check(int dlc, int length, FrameFlags flags)
    {
        var fd = (flags & FrameFlags.Fd) != 0;
        var remote = (flags & FrameFlags.Remote) != 0;
        if (dlc is < 0 or > Max)
        {
            throw new ArgumentOutOfRangeException(nameof(dlc), $"A DLC of {dlc} is out of range: allowed are 0 to {Max}.");
        }

        if (remote && fd)
        {
            throw new ArgumentException("CAN FD has no remote frames: give either Remote or Fd.", nameof(flags));
        }

        if (remote && length > 0)
        {
            throw new ArgumentException($"A remote frame carries no data, but {length} bytes were given. Give its DLC instead.", nameof(length));
        }

        if (!remote && length != ToLength(dlc, fd))
        {
            throw new ArgumentException($"A DLC of {dlc} announces {ToLength(dlc, fd)} bytes, but {length} were given.", nameof(dlc));
        }
    }
}
