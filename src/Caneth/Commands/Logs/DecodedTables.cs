using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Flow;
using Caneth.Logs;
using Caneth.Logs.Files;
using Caneth.Signals;

namespace Caneth.Commands;

/// <summary>
/// Decodes frames into tables, a file for each message, in folders that query engines know: <c>message=EngineData/drive.parquet</c>. Each gets
/// its name when all of them are whole.
/// </summary>
internal sealed class DecodedTables : IFrameSink, IDisposable
{
    private readonly CanCmdlet cmdlet;
    private readonly ISignalTables tables;
    private readonly string path;
    private readonly ExistingFile existing;
    private readonly DeviceDecoders decoders;
    private readonly UnknownFrames unknown = new();
    private readonly Dictionary<MessageDefinition, OpenTable> open = [];
    private readonly HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Begins no file yet.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="databases">What was given for -Database.</param>
    /// <param name="tables">How the tables are written.</param>
    /// <param name="path">What the files are called, and in whose folder the folders of the messages are.</param>
    /// <param name="existing">What to do where a file is there already.</param>
    public DecodedTables(CanCmdlet cmdlet, DatabaseArgument[] databases, ISignalTables tables, string path, ExistingFile existing)
    {
        this.cmdlet = cmdlet;
        this.tables = tables;
        this.path = path;
        this.existing = existing;
        decoders = new(cmdlet, new(cmdlet), new(null, null), SignalForm.Value);
        decoders.Use(databases);
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<CanFrame> frames, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (ref readonly var frame in frames.Span)
        {
            Write(frame);
        }

        return ValueTask.CompletedTask;
    }

    // The tables are written on when they are completed.
    /// <inheritdoc/>
    public Task FlushAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <summary>Ends all tables and gives them their names.</summary>
    /// <returns>The files.</returns>
    public IReadOnlyList<string> Complete()
    {
        foreach (var table in open.Values)
        {
            table.Table.Complete();
            table.Stream.Dispose();
        }

        foreach (var table in open.Values)
        {
            table.File.Rename();
        }

        string[] files = [.. open.Values.Select(table => table.File.Path)];
        open.Clear();
        return files;
    }

    /// <summary>Warns of frames that no database knows.</summary>
    public void TellLosses() => unknown.Tell(cmdlet);

    /// <summary>Removes what is not whole.</summary>
    public void Dispose()
    {
        foreach (var table in open.Values)
        {
            table.Stream.Dispose();
            table.File.Remove();
        }

        open.Clear();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Write(in CanFrame frame)
    {
        switch (decoders.Of(frame.Device).Find(frame, out var message))
        {
            case FrameMeaning.Message:
                if (!open.TryGetValue(message!, out var table))
                {
                    open.Add(message!, table = Begin(message!));
                }

                _ = message!.Codec.Decode(frame, table.Values);
                table.Table.Write(frame.Timestamp, frame.Device, table.Values);
                break;
            case FrameMeaning.Unknown:
                unknown.Add(frame);
                break;
        }
    }

    private OpenTable Begin(MessageDefinition message)
    {
        // Two databases may call their messages alike.
        var name = names.Add(message.Name) ? message.Name : $"{message.Name}_{CanId.Format(message.Id, message.Extended)}";
        var folder = Path.Combine(Path.GetDirectoryName(path)!, $"message={HiveFolders.NameOf(name)}");
        var file = new UnfinishedFile(Path.Combine(Directory.CreateDirectory(folder).FullName, Path.GetFileNameWithoutExtension(path) + tables.Extension), existing);
        var stream = new FileStream(file.Written, FileMode.Create, FileAccess.Write, FileShare.Read);
        try
        {
            return new(file, stream, tables.Begin(message, stream), new double[message.Codec.Count]);
        }
        catch
        {
            stream.Dispose();
            file.Remove();
            throw;
        }
    }

    private sealed record OpenTable(UnfinishedFile File, Stream Stream, ISignalTable Table, double[] Values);
}
