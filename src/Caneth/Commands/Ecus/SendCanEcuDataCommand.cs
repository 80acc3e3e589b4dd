using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Diagnostics.Channels;

namespace Caneth.Commands;

/// <summary>Sends a control unit what it is programmed with: a file or bytes, in as many blocks as it takes.</summary>
[Cmdlet(VerbsCommunications.Send, "CanEcuData", DefaultParameterSetName = PathSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class SendCanEcuDataCommand : MemoryCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string DataSet = "Data";

    /// <summary>The file, whose bytes are sent as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>The file, whose name is taken as it is: no brackets nor stars stand for others.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string LiteralPath { get; set; } = string.Empty;

    /// <summary>The bytes, or text in hex.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DataSet)]
    [Read<DataConverter>]
    [ValidateNotNull]
    public DataArgument Data { get; set; } = new();

    /// <summary>How the data is compressed and encrypted, as the maker of the control unit says; 0 for neither.</summary>
    [Parameter]
    [Read<ByteConverter>]
    [ValidateNotNull]
    public ByteArgument DataFormat { get; set; } = new(0);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var ecu = Resolve();
        if (Content(out var what) is not { } data)
        {
            return;
        }

        var progress = new TransferProgress($"Sending {what}", data.Length);
        if (ShouldProcess(ecu.Name, EcuMessages.Memory($"Send {what}:", Address, data.Length))
            && TryAsk(ecu, Address, end => ecu.DownloadAsync(Address, data, Format, DataFormat.Value, progress, end), out _, status: progress.Describe))
        {
            WriteVerbose(progress.Summary());
        }
    }

    /// <summary>What is to be sent; nothing after an error.</summary>
    private ReadOnlyMemory<byte>? Content(out string what)
    {
        what = "data";
        if (ParameterSetName == DataSet)
        {
            return Data.Bytes;
        }

        var isLiteral = ParameterSetName == LiteralPathSet;
        var files = new FileFinder(this, CanErrors.LogNotFound).Find([isLiteral ? LiteralPath : Path], isLiteral);
        if (files is not [var file])
        {
            return files.Count > 1 ? Fail<ReadOnlyMemory<byte>?>(CanErrors.SeveralFiles(Path, files.Count)) : null;
        }

        what = System.IO.Path.GetFileName(file);
        var data = Guard(() => File.ReadAllBytes(file), failure => failure is IOException or UnauthorizedAccessException ? CanErrors.NotReadable(file, failure) : null);
        return data.Length > 0 ? data : Fail<byte[]>(CanErrors.NothingInFile(file));
    }
}
