using Caneth.Sessions;

namespace Caneth.Tool.Devices;

/// <summary>What a verb works with: one device, Ctrl+C, and a voice on standard error.</summary>
internal sealed class DeviceContext : IDisposable
{
    private readonly DeviceSettings settings;
    private readonly Interruption interruption = new();
    private long lastEvent;
    private int errors;

    private DeviceContext(DeviceSettings settings) => this.settings = settings;

    /// <summary>Cancelled once the verb is to end: Ctrl+C.</summary>
    public CancellationToken Stop => interruption.Token;

    /// <summary>Whether an error was reported.</summary>
    public bool HasFailed => Volatile.Read(ref errors) > 0;

    /// <summary>Does the work of a verb.</summary>
    /// <param name="settings">Which device.</param>
    /// <param name="work">The work; it returns the exit status.</param>
    /// <returns>The exit status.</returns>
    public static int Run(DeviceSettings settings, Func<DeviceContext, Task<int>> work)
    {
        using var context = new DeviceContext(settings);
        try
        {
            return work(context).GetAwaiter().GetResult();
        }
        catch (Exception failure) when (failure is CommandFailure or CanSessionException)
        {
            ReportFailure(TextOf(failure.Message, (failure as CanException)?.Recommendation));
            return (failure as CommandFailure)?.ExitStatus ?? ExitStatus.Failed;
        }
        catch (OperationCanceledException) when (context.Stop.IsCancellationRequested)
        {
            return ExitStatus.Failed;
        }
    }

    /// <summary>The state of a device in words, since one that is not connected is the likely reason for whatever takes too long.</summary>
    public static string StateOf(CanSession session) => session.State == CanSessionState.Connected
        ? $"'{session.Name}' is connected."
        : $"'{session.Name}' is {session.State.ToString().ToLowerInvariant()}: {(session.LastError is { } error ? TextOf(error.Message, error.Recommendation) : "it has not answered yet.")}";

    /// <summary>Connects the device.</summary>
    /// <param name="prepare">Called before anything can be received.</param>
    /// <returns>The session, to be disposed of.</returns>
    /// <exception cref="CanSessionException">It cannot be connected.</exception>
    public async Task<CanSession> ConnectAsync(Action<CanSession>? prepare = null)
    {
        var session = await CanSession.ConnectAsync(Options(reconnect: true, prepare), Stop).ConfigureAwait(false);
        ReportConnected(session);
        return session;
    }

    /// <summary>Connects the device once, without waiting for it.</summary>
    /// <param name="prepare">Called before it begins to connect.</param>
    /// <returns>The session, to be disposed of.</returns>
    public CanSession Open(Action<CanSession> prepare) => CanSession.Open(Options(reconnect: false, prepare));

    /// <summary>Tells that the device is connected, and from now on what happens to it.</summary>
    public void ReportConnected(CanSession session)
    {
        // What failed before is in the exception of the verb.
        session.EventHappened += (_, _) => ReportEvents(session);
        ReportEvents(session);
        Tell($"Connected to {settings.Host}:{settings.Port}.");
    }

    /// <summary>Reports what is not a result, unless the user wants to hear of warnings or failures alone.</summary>
    public void Tell(string text) => Tell(text, LogLevel.Info);

    /// <inheritdoc/>
    public void Dispose() => interruption.Dispose();

    private static string TextOf(string message, string? recommendation) => recommendation is null ? message : $"{message} {recommendation}";

    private static void ReportFailure(string message) => Console.Error.WriteLine($"caneth: {message}");

    private void Tell(string text, LogLevel level)
    {
        if (settings.Log <= level)
        {
            Console.Error.WriteLine(text);
        }
    }

    private SessionOptions Options(bool reconnect, Action<CanSession>? prepare) => new()
    {
        HostName = settings.Host,
        Port = settings.Port,
        ConnectTimeout = settings.Timeout,
        Reconnect = reconnect,
        BeforeConnecting = prepare,
    };

    private void ReportEvents(CanSession session)
    {
        lock (interruption)
        {
            foreach (var happened in session.EventsAfter(lastEvent))
            {
                lastEvent = happened.Number;
                Tell(happened);
            }
        }
    }

    private void Tell(SessionEvent happened)
    {
        var text = $"{happened.Device}: {TextOf(happened.Message, happened.Recommendation)}";
        switch (happened.Level)
        {
            case EventLevel.Error:
                Interlocked.Increment(ref errors);
                ReportFailure(text);
                break;
            case EventLevel.Warning:
                Tell($"WARNING: {text}", LogLevel.Warning);
                break;
            default:
                Tell($"VERBOSE: {text}", LogLevel.Debug);
                break;
        }
    }
}
