using System.CommandLine;
using Caneth.Sessions;
using Caneth.Tool.Devices;
using Caneth.Tool.Output;

namespace Caneth.Tool.Verbs;

/// <summary><c>caneth send</c>: sends one frame, and ends when it has left.</summary>
internal sealed class SendVerb(DeviceOptions device)
{
    /// <summary>What it does, in a line.</summary>
    public const string Summary =
        "Send one frame. Ends when it has left this computer.";

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly ValueOption<uint> id = new("--id", CanId.Parse)
    {
        Description = "The id: 0x123, 291 or 0x12345678.",
        HelpName = "id",
        Required = true,
    };

    private readonly ValueOption<byte[]> data = new("--data", HexBytes.Parse)
    {
        Description = "Up to 8 bytes in hex: \"12 34 56\", 123456, 0x12,0x34.",
        HelpName = "hex",
    };

    private readonly Option<bool> extended = new("--extended")
    {
        Description = "Send an id up to 0x7FF with 29 bits. Those above are extended anyway.",
    };

    private readonly Option<bool> standard = new("--std") { Description = "Insist on a standard, 11-bit id." };

    private readonly Option<bool> remote = new("--rtr") { Description = "Send a remote frame, which asks for data." };

    private readonly ValueOption<long> dlc = new("--dlc", Read.Number(0, CanData.MaxClassicLength))
    {
        Description = "How many bytes a remote frame asks for: 0 to 8.",
        HelpName = "n",
    };

    /// <summary>The verb and its options.</summary>
    public Command Describe()
    {
        var verb = new Command("send", Summary)
        {
            id, data, extended, standard, remote, dlc,
        };
        verb.Validators.Add(result =>
        {
            if (result.Has(extended) && result.Has(standard))
            {
                result.AddError("--extended and --std exclude each other.");
            }
        });
        verb.SetAction(parsed => DeviceContext.Run(device.Settings(parsed), context => RunAsync(context, Frame(parsed), device.Settings(parsed).Timeout)));
        return device.RequiredBy(verb);
    }

    private static async Task<int> RunAsync(DeviceContext context, CanFrame frame, TimeSpan timeout)
    {
        using var timeLimit = CancellationTokenSource.CreateLinkedTokenSource(context.Stop);
        await using var session = context.Open(opened => opened.StateChanged += (_, state) => Begin(state));
        try
        {
            await session.SendAsync(frame, timeLimit.Token).ConfigureAwait(false);
        }
        catch (CanSessionException) when (session.LastError is { } cause)
        {
            throw cause;
        }
        catch (OperationCanceledException) when (!context.Stop.IsCancellationRequested)
        {
            throw new CommandFailure($"1 frame was not sent to '{session.Name}' within {timeout.TotalSeconds:0.###} s, and will not be sent later.");
        }

        context.ReportConnected(session);
        await CloseAsync(session, context).ConfigureAwait(false);
        StandardOutput.WriteLine(FrameText.Sent(frame));
        return ExitStatus.Done;

        // The time for the frame begins when that for the connection ends.
        void Begin(CanSessionState state)
        {
            if (state == CanSessionState.Connected)
            {
                timeLimit.CancelAfter(timeout);
            }
        }
    }

    // A gateway that serves too many clients already takes the frame, says so and closes: only the end of the connection shows it.
    private static async Task CloseAsync(CanSession session, DeviceContext context)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.Stop);
        end.CancelAfter(CloseTimeout);
        await session.CloseAsync(end.Token).ConfigureAwait(false);
        if (session.EventsAfter().FirstOrDefault(happened => happened.Error is not null) is { } failed)
        {
            throw failed.Error!;
        }
    }

    private CanFrame Frame(ParseResult parsed)
    {
        var frameId = id.Of(parsed);
        var bytes = data.Of(parsed) ?? [];
        var isRemote = parsed.GetValue(remote);
        if (parsed.GetValue(standard) && frameId > CanId.MaxStandard)
        {
            throw Wrong($"The id 0x{frameId:X} is above 0x{CanId.MaxStandard:X}, the largest standard (11-bit) id. Leave --std out to send it with 29 bits.");
        }

        if (bytes.Length > CanData.MaxClassicLength)
        {
            throw Wrong($"{bytes.Length} bytes of data are too many: a frame carries at most {CanData.MaxClassicLength}. Send several frames.");
        }

        // A remote frame has no data, but asks for as much as is written.
        var length = (int)dlc.Of(parsed, bytes.Length);
        var flags = (parsed.GetValue(extended) ? FrameFlags.Extended : 0) | (isRemote ? FrameFlags.Remote : 0);
        try
        {
            return new(frameId, isRemote ? default : new CanData(bytes), length, flags);
        }
        catch (ArgumentException failure)
        {
            throw Wrong(Read.MessageOf(failure));
        }
    }

    private static CommandFailure Wrong(string message) => new(message, ExitStatus.WrongUsage);
}
