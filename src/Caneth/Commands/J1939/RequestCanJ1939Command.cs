using System.Management.Automation;
using System.Threading.Channels;
using Caneth.Binding;
using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;

namespace Caneth.Commands;

/// <summary>Asks a node of J1939, or all of them, for a parameter group, and emits what they answer.</summary>
[Cmdlet(VerbsLifecycle.Request, "CanJ1939", SupportsShouldProcess = true)]
[OutputType(typeof(J1939Message))]
public sealed class RequestCanJ1939Command : NamingJ1939Cmdlet
{
    /// <summary>The parameter group: its number, 65260 or 0xFEEC, or its name.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Read<PgnConverter>]
    [ArgumentCompleter(typeof(PgnCompleter))]
    [ValidateNotNull]
    public PgnArgument Pgn { get; set; } = new(0);

    /// <summary>The address of who is asked; by default all.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Address")]
    [Read<ByteConverter>]
    [ValidateNotNull]
    public ByteArgument Destination { get; set; } = J1939Frames.ToAll;

    /// <summary>How long an answer may take, in seconds. Where all are asked it is how long answers are collected.</summary>
    [Parameter]
    [Read<TimeConverter>]
    [ValidateNotNull]
    public TimeArgument Timeout { get; set; } = new J1939NodeOptions().ResponseTimeout;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = Resolve(Device);
        var node = NodeOf(session);
        var names = NamesOf(session);
        var group = GroupOf(Pgn, names);
        if (!ShouldProcess(session.Name, J1939Messages.Request(group, Destination.Value)))
        {
            return;
        }

        var request = new J1939Request(node, group, Destination.Value, Timeout.Value, new() { Databases = names });
        if (Destination.Value == J1939Frames.ToAll)
        {
            EmitAll(request, group);
        }
        else if (TryDo(Pgn, J1939Messages.Waiting(Destination.Value), request.AskOneAsync, out var answer))
        {
            WriteObject(answer);
        }

        TellDouble(node);
    }

    private static async Task CollectAsync(J1939Request request, ChannelWriter<J1939Message> answers, CancellationToken end)
    {
        await foreach (var answer in request.AskAllAsync(end).ConfigureAwait(false))
        {
            answers.TryWrite(answer);
        }
    }

    private void EmitAll(J1939Request request, uint group)
    {
        var answers = Channel.CreateUnbounded<J1939Message>();
        var count = 0;
        if (TryDo(Pgn, end => CollectAsync(request, answers.Writer, end), () => count += Emit(answers.Reader)) && (count += Emit(answers.Reader)) == 0)
        {
            WriteError(CanErrors.NobodyAnswered(group, Timeout.Value));
        }
    }

    private int Emit(ChannelReader<J1939Message> answers)
    {
        var count = 0;
        while (answers.TryRead(out var answer))
        {
            WriteObject(answer);
            count++;
        }

        return count;
    }
}
