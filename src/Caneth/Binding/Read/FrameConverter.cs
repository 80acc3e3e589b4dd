using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace Caneth.Binding;

/// <summary>
/// Reads a frame: from text as candump writes it, or from an object with the properties of one, such as a line of <c>Import-Csv</c>, what
/// <c>ConvertFrom-Json</c> made of one, or a copy that came out of a job.
/// </summary>
public sealed class FrameConverter : ArgumentConverter<CanFrame>
{
    private static readonly (string Name, FrameFlags Flag)[] Flags =
    [
        (nameof(CanFrame.Extended), FrameFlags.Extended), (nameof(CanFrame.Remote), FrameFlags.Remote),
        (nameof(CanFrame.Error), FrameFlags.Error), (nameof(CanFrame.Fd), FrameFlags.Fd),
        (nameof(CanFrame.BitRateSwitch), FrameFlags.BitRateSwitch), (nameof(CanFrame.ErrorState), FrameFlags.ErrorState),
        (nameof(CanFrame.Transmitted), FrameFlags.Transmitted),
    ];

    /// <inheritdoc/>
    protected override CanFrame Read(object argument) => ReadFrame(argument);

    /// <summary>Reads one frame or several, one by one.</summary>
    /// <exception cref="FormatException">One of them is not a frame.</exception>
    internal static IEnumerable<CanFrame> ReadFrames(object argument) => Argument.ValueOf(argument) is object[] list
        ? list.Select(one => ReadAny(one ?? throw ModuleMessages.NothingInList()))
        : Argument.ValueOf(argument) is CanFrame[] frames ? frames
        : [ReadAny(argument)];

    private static CanFrame ReadAny(object argument) => Argument.ValueOf(argument) is CanFrame frame ? frame : ReadFrame(argument);

    internal static CanFrame ReadFrame(object argument) => Argument.ValueOf(argument) switch
    {
        string text => ReadText(text),
        IDictionary table => FromProperties(argument, name => table[name]),
        _ => FromProperties(argument, name => PSObject.AsPSObject(argument).Properties[name]?.Value),
    };

    private static CanFrame ReadText(string text) => CandumpText.TryReadLine(text, out var frame, out _) ? frame : CanFrame.Parse(text, CultureInfo.InvariantCulture);

    private static CanFrame FromProperties(object argument, Func<string, object?> property)
    {
        // An empty cell of a table says nothing.
        object? ValueOf(string name) => property(name) is { } value && Argument.ValueOf(value) is not "" ? value : null;

        if (ValueOf(nameof(CanFrame.Id)) is not { } id)
        {
            throw ModuleMessages.NotAFrame(argument, "it has no Id");
        }

        try
        {
            return Make(IdConverter.ReadId(id), ValueOf);
        }
        catch (Exception exception) when (IsRefusal(exception) || exception is PSInvalidCastException)
        {
            throw ModuleMessages.NotAFrame(argument, ModuleMessages.Of(exception));
        }
    }

    private static CanFrame Make(uint id, Func<string, object?> valueOf)
    {
        var flags = FrameFlags.None;
        foreach (var (name, flag) in Flags)
        {
            flags |= Argument.ValueOf(valueOf(name)) is { } set && (set is string text ? bool.Parse(text) : LanguagePrimitives.IsTrue(set)) ? flag : 0;
        }

        var data = valueOf(nameof(CanFrame.Data)) is { } bytes ? new CanData(DataConverter.ReadBytes(bytes)) : default;
        var dlc = valueOf(nameof(CanFrame.Dlc)) is { } given ? LanguagePrimitives.ConvertTo<int>(given)
            : DataLengthCode.FromLength(data.Count, flags.HasFlag(FrameFlags.Fd));
        return new CanFrame(id, data, dlc, flags)
        {
            Timestamp = valueOf(nameof(CanFrame.Timestamp)) is { } time ? ReadTime(time) : default,
            Device = valueOf(nameof(CanFrame.Device))?.ToString() is { } device ? VisibleText.Of(device) : null,
        };
    }

    private static Timestamp ReadTime(object time) => Argument.ValueOf(time) switch
    {
        Timestamp timestamp => timestamp,
        DateTime date => date,
        DateTimeOffset date => date,
        PSObject copy when copy.Properties[nameof(Timestamp.Nanoseconds)]?.Value is { } nanoseconds =>
            new(LanguagePrimitives.ConvertTo<long>(nanoseconds)),
        _ => Timestamp.Parse(Argument.TextOf(time), null),
    };
}
