using System.Management.Automation;

namespace Caneth.Binding;

/// <summary>Reads frames: as they are, or from objects with their properties, such as the lines of <c>Import-Csv</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReadFrameAttribute : ReadAttribute
{
    private static readonly (string Name, FrameFlags Flag)[] Flags =
    [
        (nameof(CanFrame.Extended), FrameFlags.Extended), (nameof(CanFrame.Remote), FrameFlags.Remote),
        (nameof(CanFrame.Error), FrameFlags.Error), (nameof(CanFrame.Fd), FrameFlags.Fd),
        (nameof(CanFrame.BitRateSwitch), FrameFlags.BitRateSwitch), (nameof(CanFrame.ErrorState), FrameFlags.ErrorState),
        (nameof(CanFrame.Transmitted), FrameFlags.Transmitted),
    ];

    /// <inheritdoc/>
    protected override object Read(object argument) => Argument.ValueOf(argument) switch
    {
        CanFrame frame => frame,
        CanFrame[] frames => frames,
        object[] list => list.Select(ReadOne).ToArray(),
        _ => ReadOne(argument),
    };

    private static CanFrame ReadOne(object? argument)
    {
        if (Argument.ValueOf(argument) is CanFrame frame)
        {
            return frame;
        }

        var row = PSObject.AsPSObject(argument ?? throw ModuleMessages.NotAFrame(argument, "it is null"));
        if (ValueOf(row, nameof(CanFrame.Id)) is not { } id)
        {
            throw ModuleMessages.NotAFrame(argument, "it has no Id");
        }

        try
        {
            return FromRow(row, id);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or OverflowException)
        {
            throw ModuleMessages.NotAFrame(argument, ModuleMessages.Of(exception));
        }
    }

    private static CanFrame FromRow(PSObject row, object id)
    {
        var flags = FrameFlags.None;
        foreach (var (name, flag) in Flags)
        {
            flags |= ValueOf(row, name) is { } set && (set is string text ? bool.Parse(text) : LanguagePrimitives.IsTrue(set)) ? flag : 0;
        }

        var data = ValueOf(row, nameof(CanFrame.Data)) is { } bytes ? new CanData(ReadBytesAttribute.ReadAll(bytes)) : default;
        var dlc = ValueOf(row, nameof(CanFrame.Dlc)) is { } given ? LanguagePrimitives.ConvertTo<int>(given)
            : DataLengthCode.FromLength(data.Count, flags.HasFlag(FrameFlags.Fd));
        return new CanFrame(ReadCanIdAttribute.ReadId(id), data, dlc, flags)
        {
            Timestamp = ValueOf(row, nameof(CanFrame.Timestamp)) is { } time ? ReadTime(time) : DateTimeOffset.UtcNow,
            Device = ValueOf(row, nameof(CanFrame.Device))?.ToString() is { } device ? VisibleText.Of(device) : null,
        };
    }

    private static Timestamp ReadTime(object time) => time switch
    {
        Timestamp timestamp => timestamp,
        DateTime date => date,
        DateTimeOffset date => date,
        _ => Timestamp.Parse(Argument.TextOf(time), null),
    };

    // An empty cell of a table says nothing.
    private static object? ValueOf(PSObject row, string name) =>
        Argument.ValueOf(row.Properties[name]?.Value) is { } value and not "" ? value : null;
}
