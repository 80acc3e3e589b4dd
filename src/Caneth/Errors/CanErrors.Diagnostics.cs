using System.Management.Automation;

namespace Caneth;

/// <content>The errors about diagnostics.</content>
internal static partial class CanErrors
{
    public static ErrorRecord NotUds(object? value, Exception exception) => Of("NotUds", ErrorCategory.InvalidData, value, ModuleMessages.Of(exception),
        "Give messages as Join-CanIsoTp emits them, or the bytes of one: ConvertFrom-CanUds '22 F1 90'. Frames are joined first: "
        + "Import-CanLog drive.log | Join-CanIsoTp | ConvertFrom-CanUds.", exception);

    public static ErrorRecord NotAnIdOfJ1939(uint id) => Of("NotAnIdOfJ1939", ErrorCategory.InvalidArgument, id,
        $"0x{CanId.Format(id, extended: false)} is a standard (11-bit) id, and J1939 has extended ones alone.",
        $"Give an id above 0x{CanId.MaxStandard:X}, or the frame itself where an extended id is as small as that.");

    public static ErrorRecord GroupGoesToAll(int group, ArgumentException exception) => Of("GroupGoesToAll", ErrorCategory.InvalidArgument, group,
        ModuleMessages.Of(exception), "Leave -Destination out.", exception);
}
