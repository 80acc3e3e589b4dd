using System.Management.Automation;
using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;

namespace Caneth.Commands;

/// <summary>Reads memory of a control unit.</summary>
[Cmdlet(VerbsCommunications.Read, "CanEcuMemory", SupportsShouldProcess = true)]
[OutputType(typeof(EcuMemory))]
public sealed class ReadCanEcuMemoryCommand : MemoryCmdlet
{
    private const int MaxLength = 64 * 1024 * 1024;

    /// <summary>How many bytes.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateRange(1, MaxLength)]
    public int Length { get; set; }

    /// <summary>How many bytes are asked for at once.</summary>
    [Parameter]
    [ValidateRange(1, 4094)]
    public int BlockLength { get; set; } = 256;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var ecu = Resolve();
        var progress = new TransferProgress($"Reading from {ecu.Name}", Length);
        if (ShouldProcess(ecu.Name, EcuMessages.Memory("Read", Address, Length))
            && TryAsk(ecu, Address, end => ReadAsync(ecu, progress, end), out var data, status: progress.Describe))
        {
            WriteObject(new EcuMemory(ecu.Name, Address, MessageData.Adopt(data!)));
        }
    }

    private async Task<byte[]> ReadAsync(UdsClient ecu, TransferProgress progress, CancellationToken cancellationToken)
    {
        var all = new byte[Length];
        for (var done = 0; done < all.Length;)
        {
            var block = await ecu.ReadMemoryAsync(Address + (ulong)done, Math.Min(BlockLength, all.Length - done), Format, cancellationToken).ConfigureAwait(false);
            block.AsSpan().CopyTo(all.AsSpan(done));
            done += block.Count;
            progress.Report(done);
        }

        return all;
    }
}
