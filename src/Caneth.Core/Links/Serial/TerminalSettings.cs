using System.Runtime.InteropServices;

namespace Caneth.Links.Serial;

/// <summary>How a serial port of Linux is set up: <c>struct termios2</c> of asm-generic/termbits.h, which takes any speed.</summary>
internal static class TerminalSettings
{
    // Four words of flags, a byte for the line discipline, 19 control characters, two speeds.
    public const int Size = 44;

    // asm-generic/ioctls.h: TCGETS2, TCSETS2.
    public const uint Get = 0x802C_542A;
    public const uint Set = 0x402C_542B;

    private const int InputOffset = 0;
    private const int ControlOffset = 8;
    private const int CharactersOffset = 17;
    private const int InputSpeedOffset = 36;
    private const int OutputSpeedOffset = 40;

    // IGNBRK; CS8, CREAD, CLOCAL, and BOTHER, by which the speed is the number at the end; VMIN.
    private const uint IgnoreBreak = 0x1;
    private const uint EightBits = 0x30;
    private const uint Receiver = 0x80;
    private const uint NoModem = 0x800;
    private const uint AnySpeed = 0x1000;
    private const int LeastOffset = CharactersOffset + 6;

    /// <summary>Bytes as they are: 8 bits, no parity, one stop bit, no flow control, nothing echoed nor made of them.</summary>
    /// <param name="baudRate">The speed, in bit/s.</param>
    public static byte[] Raw(int baudRate)
    {
        var settings = new byte[Size];
        MemoryMarshal.Write(settings.AsSpan(InputOffset), IgnoreBreak);
        MemoryMarshal.Write(settings.AsSpan(ControlOffset), EightBits | Receiver | NoModem | AnySpeed);
        settings[LeastOffset] = 1;
        MemoryMarshal.Write(settings.AsSpan(InputSpeedOffset), baudRate);
        MemoryMarshal.Write(settings.AsSpan(OutputSpeedOffset), baudRate);
        return settings;
    }
}
