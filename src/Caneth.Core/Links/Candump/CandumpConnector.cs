using System.ComponentModel;
using System.Globalization;
using Caneth.Links.Streams;

namespace Caneth.Links.Candump;

/// <summary>Logs in by ssh and starts candump, again and again.</summary>
/// <param name="address">The host, with a user or not, and the bus.</param>
/// <param name="settings">What is wanted.</param>
/// <param name="context">What the session lends.</param>
/// <param name="program">The program that logs in, that of the user unless a test has another.</param>
internal sealed class CandumpConnector(CanAddress address, CandumpSettings settings, LinkContext context, string program = "ssh") : ICanConnector
{
    // Frames that may be on their way to cansend, which takes milliseconds for each: more is not faster, and could not be withdrawn.
    internal const int MaxUnderWay = 16;

    // Frames that were given to cansend and may come back; one that fails never does.
    private const int MaxEchoes = 256;

    // Ctrl+C at a prompt is for what the prompt waits for, and would end ssh as well: the program setsid of Linux gives it a session of its own.
    private static readonly string? OwnSession = OperatingSystem.IsLinux() ? Array.Find<string>(["/usr/bin/setsid", "/bin/setsid"], File.Exists) : null;

    private readonly CandumpReports reports = new(address.ToString(), settings, context);
    private readonly StreamReport report = new(address.ToString(), new CandumpWire(settings), context);

    /// <inheritdoc/>
    public CanAddress Address => address;

    /// <inheritdoc/>
    public LinkCapabilities Capabilities { get; } = CandumpWire.CapabilitiesOf(settings);

    /// <inheritdoc/>
    public string? PeerIdentity => null;

    /// <inheritdoc/>
    public async Task<ICanLink> ConnectAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var tooLong = new CancellationTokenSource(timeout, context.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, tooLong.Token);
        var stream = Start(timeout);
        ICanLink? link = null;
        try
        {
            var (echoes, window) = (new AwaitedEchoes(MaxEchoes), new SendWindow(MaxUnderWay));
            var wire = new CandumpWire(settings, echoes, window, reports);
            await wire.GreetAsync(new(stream, address.ToString(), context.TimeProvider), either.Token).ConfigureAwait(false);
            stream.ReportErrors(reports.Said);
            link = new CandumpLink(new StreamLink(stream, wire, address.ToString(), report, context), stream, echoes, window);
            return link;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw CandumpMessages.NotAnswered(address, timeout, stream.LastError, exception);
        }
        catch (IOException exception) when (exception is not LinkException)
        {
            throw CandumpMessages.Ended(address, exception.Message.TrimEnd('.'), exception);
        }
        finally
        {
            if (link is null)
            {
                stream.Dispose();
            }
        }
    }

    /// <summary>What ssh is told: no terminal, no question that nobody could answer, and to notice when the other side is gone.</summary>
    internal IEnumerable<string> Arguments(TimeSpan timeout)
    {
        string[] limit = timeout > TimeSpan.Zero
            ? ["-o", string.Create(CultureInfo.InvariantCulture, $"ConnectTimeout={Math.Max(1, (int)Math.Min(timeout.TotalSeconds, 3600))}")]
            : [];
        string[] port = address.Port == 0 ? [] : ["-p", address.Port.ToString(CultureInfo.InvariantCulture)];
        return
        [
            "-T", "-o", "BatchMode=yes", "-o", "ServerAliveInterval=5", "-o", "ServerAliveCountMax=3", .. limit, .. port,
            "--", address.Host, CandumpWire.CommandFor(address.Bus),
        ];
    }

    private SshStream Start(TimeSpan timeout)
    {
        try
        {
            return OwnSession is null ? new(program, Arguments(timeout)) : new(OwnSession, [program, .. Arguments(timeout)]);
        }
        catch (Win32Exception exception)
        {
            throw CandumpMessages.NoSsh(address, program, exception);
        }
    }
}
