using System.Management.Automation;
using System.Threading.Channels;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Diagnostics.Channels;

namespace Caneth.Commands;

/// <summary>Looks for control units: asks ids whether anybody is there, and emits those that answer.</summary>
[Cmdlet(VerbsCommon.Find, "CanEcu", SupportsShouldProcess = true)]
[OutputType(typeof(FoundEcu))]
public sealed class FindCanEcuCommand : CanCmdlet
{
    private const int Short = 11;
    private const int Long = 29;

    private static readonly EcuSearchOptions Defaults = new();

    /// <summary>Which ids of 11 bits are asked: numbers, ranges 0x700-0x7FF, ids with a mask.</summary>
    [Parameter(Position = 0)]
    [Read<IdFilterConverter>(Each = true)]
    [ValidateNotNullOrEmpty]
    public IdFilter[] Id { get; set; } = [IdFilter.Range(0x700, CanId.MaxStandard)];

    /// <summary>Whether ids of 11 bits are asked, or the 256 addresses that ids of 29 bits have, or both.</summary>
    [Parameter]
    [ValidateSet("11", "29")]
    public int[] Bits { get; set; } = [Short];

    /// <summary>Waits for the answer to each request before the next one, for buses that bear no more.</summary>
    [Parameter]
    public SwitchParameter Slow { get; set; }

    /// <summary>The device: a session or its name; by default the one connected last.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument? Device { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = Resolve(Device);
        var options = new EcuSearchOptions
        {
            Ids = Bits.Contains(Short) ? [.. Enumerable.Range(0, (int)CanId.MaxStandard + 1).Select(id => (uint)id).Where(IsSelected)] : [],
            Addresses = Bits.Contains(Long) ? [.. Enumerable.Range(0, byte.MaxValue + 1).Select(address => (byte)address)] : [],
            Gap = Slow ? Defaults.ResponseTime : Defaults.Gap,
        };
        var search = new EcuSearch(session, options);
        if (ShouldProcess(session.Name, EcuMessages.Search(search.Progress.All)))
        {
            var found = Channel.CreateUnbounded<FoundEcu>();
            using var end = CancellationTokenSource.CreateLinkedTokenSource(StopToken, State.Ending);
            var running = SearchAsync(search, found.Writer, end.Token);
            try
            {
                Emit(search, found.Reader);
            }
            finally
            {
                end.Cancel();
            }

            Guard(() => running.GetAwaiter().GetResult(), failure => CanErrors.Ecu(failure, session));
        }
    }

    private static async Task SearchAsync(EcuSearch search, ChannelWriter<FoundEcu> found, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var ecu in search.FindAsync(cancellationToken).ConfigureAwait(false))
            {
                found.TryWrite(ecu);
            }
        }
        finally
        {
            found.TryComplete();
        }
    }

    private void Emit(EcuSearch search, ChannelReader<FoundEcu> found)
    {
        var waiter = new PipelineWaiter(this);
        while (!found.Completion.IsCompleted)
        {
            ThrowIfStopped();
            var more = found.WaitToReadAsync(StopToken).AsTask();
            waiter.WakeAfter(more);
            waiter.Wait(() => more.IsCompleted, [], () => EcuMessages.Searching(search.Progress));
            while (found.TryRead(out var ecu))
            {
                WriteObject(ecu);
            }
        }
    }

    private bool IsSelected(uint id) => Array.Exists(Id, filter => filter.Matches(id));
}
