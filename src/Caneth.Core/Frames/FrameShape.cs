using System.Runtime.InteropServices;

namespace Caneth;

/// <summary>
/// What a frame is before one looks at its id and data: kind, length and DLC. Four bytes, so that one move copies them.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 4)]
internal readonly record struct FrameShape(FrameFlags Flags, byte Length, byte Dlc);
