using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Caneth.Tool.Services;

/// <summary>
/// Tells systemd how a service is, as <c>sd_notify</c> does: a datagram to the socket that <c>NOTIFY_SOCKET</c> names. Without one it tells nobody.
/// </summary>
internal sealed class SystemdNotifier : IDisposable
{
    private const long MicrosecondsPerSecond = 1_000_000;

    // In milliseconds: a manager that does not listen must not hold the service up.
    private const int LongestSend = 500;

    private readonly Socket? socket;
    private readonly UnixDomainSocketEndPoint? manager;

    /// <summary>Looks in the environment for who is to be told.</summary>
    public SystemdNotifier()
    {
        var path = Environment.GetEnvironmentVariable("NOTIFY_SOCKET");
        if (path is { Length: > 1 } && path[0] is '/' or '@' && !OperatingSystem.IsWindows())
        {
            // One that begins with @ is in no file system.
            manager = new(path[0] == '@' ? '\0' + path[1..] : path);
            socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { SendTimeout = LongestSend };
        }

        WatchdogInterval = IntervalOf(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), Environment.GetEnvironmentVariable("WATCHDOG_PID"));
    }

    /// <summary>How often it has to be heard of; null where nobody watches.</summary>
    public TimeSpan? WatchdogInterval { get; }

    /// <summary>It does what it is there for.</summary>
    public void Ready() => Send("READY=1");

    /// <summary>It is still there.</summary>
    public void Alive() => Send("WATCHDOG=1");

    /// <summary>It does what SIGHUP asks for, until it is ready again.</summary>
    public void Reloading() => Send($"RELOADING=1\nMONOTONIC_USEC={Stopwatch.GetTimestamp() / (Stopwatch.Frequency / MicrosecondsPerSecond)}");

    /// <summary>It ends.</summary>
    public void Stopping() => Send("STOPPING=1");

    /// <summary>Says in a line what it does.</summary>
    public void Status(string text) => Send($"STATUS={text}");

    /// <inheritdoc/>
    public void Dispose() => socket?.Dispose();

    private static TimeSpan? IntervalOf(string? microseconds, string? process) =>
        long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var time) && time is > 0 and < long.MaxValue / 10
            && (process is not { Length: > 0 } || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
            ? TimeSpan.FromMicroseconds(time)
            : null;

    private void Send(string message)
    {
        try
        {
            socket?.SendTo(Encoding.UTF8.GetBytes(message), manager!);
        }
        catch (SocketException)
        {
            // Nobody is there to be told. Whoever waits for it will say so.
        }
    }
}
