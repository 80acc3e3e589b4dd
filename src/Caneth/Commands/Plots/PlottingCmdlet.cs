using System.Management.Automation;
using Caneth.Binding;
using Caneth.Plotting;

namespace Caneth.Commands;

/// <summary>The base of the cmdlets that draw: signals, or bytes, or rates.</summary>
public abstract class PlottingCmdlet : SeriesCmdlet
{
    /// <summary>The parameter set for signals.</summary>
    protected const string SignalSet = "Signal";

    /// <summary>The parameter set for frames: their bytes, or their rates.</summary>
    protected const string FrameSet = "Frame";

    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan UsualInterval = TimeSpan.FromSeconds(1);

    /// <summary>Which signals: their names, or Message.Signal; wildcards are allowed. By default all.</summary>
    [Parameter(Position = 0, ParameterSetName = SignalSet)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SignalCompleter))]
    public virtual string[]? Signal { get; set; }

    /// <summary>The signals of which messages: their names or ids; wildcards are allowed. By default all.</summary>
    [Parameter(ParameterSetName = SignalSet)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MessageCompleter))]
    public string[]? Message { get; set; }

    /// <summary>What the frames mean: DBC files, or databases that were imported, by name or by themselves; by default those bound to the device.</summary>
    [Parameter(ParameterSetName = SignalSet)]
    [Read<DatabaseConverter>(Each = true)]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    public DatabaseArgument[]? Database { get; set; }

    /// <summary>Frames with which ids, instead of signals: numbers, ranges 0x100-0x1FF, ids with a mask 0x7E8/0x7F8, or as candump takes them.</summary>
    [Parameter(ParameterSetName = FrameSet)]
    [Read<IdFilterConverter>(Each = true)]
    [ArgumentCompleter(typeof(IdCompleter))]
    public IdFilter[]? Id { get; set; }

    /// <summary>Which bytes of these frames, from 0; by default all, where -Rate is not given.</summary>
    [Parameter(ParameterSetName = FrameSet)]
    [ValidateRange(0, CanData.MaxLength - 1)]
    [ValidateNotNullOrEmpty]
    public int[]? Byte { get; set; }

    /// <summary>How many frames come a second: those of each of the ids or, without -Id, all of each device.</summary>
    [Parameter(ParameterSetName = FrameSet)]
    public SwitchParameter Rate { get; set; }

    /// <summary>The interval in which frames are counted for -Rate; by default 1 second.</summary>
    [Parameter(ParameterSetName = FrameSet)]
    [Read<TimeConverter>]
    public TimeArgument? Every { get; set; }

    /// <summary>What stands above the plot; by default the names of what is drawn.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Title { get; set; }

    private protected sealed override ISeriesInput MakeInput() => ParameterSetName == SignalSet ? new SignalInput(this, Database, Message, Signal)
        : Rate ? Rates()
        : Every is null ? RawInput.Bytes(new(Id), Byte)
        : Fail<ISeriesInput>(CanErrors.EveryWithoutRate());

    private protected sealed override void End(IReadOnlyList<TimeSeries> series)
    {
        if (series.Count > Plot.MaxSeries)
        {
            Fail<object>(CanErrors.TooManySeries(series, Plot.MaxSeries));
        }

        Draw(new(Title, series));
    }

    /// <summary>Takes the plot.</summary>
    private protected abstract void Draw(Plot plot);

    private ISeriesInput Rates() => Byte is not null ? Fail<ISeriesInput>(CanErrors.ByteAndRate())
        : Every is { Value: var every } && every < ShortestInterval ? Fail<ISeriesInput>(CanErrors.IntervalTooShort(every))
        : RawInput.Rates(new(Id), Every?.Value ?? UsualInterval, eachId: Id is not null);
}
