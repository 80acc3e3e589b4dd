using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Messages;
using Caneth.Signals;

namespace Caneth.Commands;

/// <summary>Draws messages: their bits, their multiplexers, their signals and, of frames, the values.</summary>
[Cmdlet(VerbsCommon.Show, "CanMessage")]
[OutputType(typeof(MessageDrawing))]
public sealed class ShowCanMessageCommand : DefinitionCmdlet
{
    private bool hasInput;
    private bool usesGiven;

    /// <summary>The messages: their names or ids; wildcards are allowed. By default all or, of frames, those that come.</summary>
    [Parameter(Position = 0)]
    [Alias("Message")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MessageCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>What to draw: frames or decoded messages, with their values, or messages as Get-CanMessage emits them.</summary>
    [Parameter(ValueFromPipeline = true)]
    [Alias("Frame")]
    public object? InputObject { get; set; }

    /// <summary>How the places of signals are told: as DBC files do, or with the least significant bit beside, as Vector's CANdb++ shows it.</summary>
    [Parameter]
    public BitNumbering View { get; set; }

    /// <summary>What the frames mean: DBC files, or databases that were imported, by name or by themselves; by default those bound to the device.</summary>
    [Parameter]
    [Read<DatabaseConverter>(Each = true)]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    public override DatabaseArgument[]? Database { get; set; }

    private MessageSelection Selection => field ??= new(Name, null);

    private DeviceDecoders Decoders => field ??= new(this, new(this), Selection, SignalForm.Value);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null)
        {
            return;
        }

        hasInput = true;
        foreach (var one in Argument.Each(InputObject))
        {
            switch (Argument.ValueOf(one))
            {
                case MessageDefinition message when Selection.Of(message) is not null:
                    Draw(message);
                    break;
                case CanMessage message when Selection.Of(message.GetDefinition()) is not null:
                    Draw(message.GetDefinition(), message.Frame);
                    break;
                case MessageDefinition or CanMessage:
                    break;
                default:
                    DrawFrames(one!);
                    break;
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!hasInput && !MyInvocation.ExpectingInput && !MyInvocation.BoundParameters.ContainsKey(nameof(InputObject)))
        {
            foreach (var message in Named(Databases(), Name))
            {
                Draw(message);
            }
        }
    }

    private void DrawFrames(object input)
    {
        try
        {
            foreach (var frame in FrameConverter.ReadFrames(input))
            {
                DrawFrame(frame);
            }
        }
        catch (Exception failure) when (ArgumentConverter.IsRefusal(failure))
        {
            WriteError(CanErrors.NotAFrame(input, failure));
        }
    }

    private void DrawFrame(in CanFrame frame)
    {
        var decoder = DecoderOf(frame);
        switch (decoder.Decode(frame, out var message))
        {
            case FrameMeaning.Message:
                Draw(message!.GetDefinition(), frame);
                break;
            case FrameMeaning.Unknown:
                WriteError(CanErrors.UnknownFrame(frame, decoder.Databases.Databases));
                break;
            case FrameMeaning.NoData:
                WriteError(CanErrors.FrameWithoutData(frame));
                break;
            default:
                break;
        }
    }

    private MessageDecoder DecoderOf(in CanFrame frame)
    {
        if (Database is { } given && !usesGiven)
        {
            Decoders.Use(given);
            usesGiven = true;
        }

        return Decoders.Of(Device is { } device ? Resolve(device).Name : frame.Device);
    }

    private void Draw(MessageDefinition message, CanFrame? frame = null) => WriteObject(new MessageDrawing(message, frame, View));
}
