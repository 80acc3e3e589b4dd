using System.Buffers.Binary;

namespace Caneth.Diagnostics.Channels;

/// <summary>What a tester knows of a control unit by its answers: its session, what is unlocked, and how long it may take. Safe for all threads.</summary>
/// <param name="options">What the user said of its times, which holds whatever the control unit says.</param>
internal sealed class UdsState(UdsOptions options)
{
    public const byte DefaultSession = 1;

    // A session that hears nothing ends after this time (S3 of a server).
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeastResponseTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeastPendingTimeout = TimeSpan.FromSeconds(5);

    private const int MillisecondsPerLongUnit = 10;

    private readonly Lock gate = new();
    private TimeSpan said;
    private TimeSpan saidPending;
    private byte session = DefaultSession;
    private int? unlocked;

    /// <summary>The number of its session.</summary>
    public byte Session
    {
        get
        {
            lock (gate)
            {
                return session;
            }
        }
    }

    /// <summary>The level that is unlocked; null where none is.</summary>
    public int? UnlockedLevel
    {
        get
        {
            lock (gate)
            {
                return unlocked;
            }
        }
    }

    /// <summary>How long is waited for its answers.</summary>
    public UdsTimes Times
    {
        get
        {
            lock (gate)
            {
                return new(
                    (options.ResponseTimeout ?? Longer(LeastResponseTimeout, said)) + options.LinkDelay,
                    (options.PendingTimeout ?? Longer(LeastPendingTimeout, saidPending)) + options.LinkDelay,
                    options.MaxPending);
            }
        }
    }

    /// <summary>Takes in what was done.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="response">The answer; null where none was wanted.</param>
    public void Done(UdsMessage request, UdsMessage? response)
    {
        lock (gate)
        {
            switch ((UdsService)request.ServiceId)
            {
                case UdsService.DiagnosticSessionControl when request.SubFunction is { } number:
                    Begin(number);
                    ReadTimes(response);
                    break;
                case UdsService.EcuReset:
                    Begin(DefaultSession);
                    break;
                case UdsService.SecurityAccess when request.SubFunction is { } number:
                    unlocked = (number & 1) == 0 ? number - 1 : IsUnlocked(response) ? number : unlocked;
                    break;
            }
        }
    }

    /// <summary>Takes in that a request was refused.</summary>
    /// <param name="code">Why.</param>
    /// <param name="silence">How long the control unit had heard nothing before.</param>
    /// <returns>Whether its session has ended, as far as can be told.</returns>
    public bool Refused(UdsResponseCode code, TimeSpan silence)
    {
        lock (gate)
        {
            var hasEnded = session != DefaultSession && silence > SessionTimeout
                && code is UdsResponseCode.ServiceNotSupportedInActiveSession or UdsResponseCode.SubFunctionNotSupportedInActiveSession
                    or UdsResponseCode.SecurityAccessDenied;
            if (hasEnded)
            {
                Begin(DefaultSession);
            }

            return hasEnded;
        }
    }

    /// <summary>Whether the answer to the request of a seed says that no key is needed: all of its bytes are 0.</summary>
    public static bool IsUnlocked(UdsMessage? response)
    {
        const int Header = 2;
        return response is not null && response.Data.Count > Header && !response.Data.AsSpan()[Header..].ContainsAnyExcept((byte)0);
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    // Each change of the session locks, that to the same one, too.
    private void Begin(byte number) => (session, unlocked) = (number, null);

    private void ReadTimes(UdsMessage? response)
    {
        const int From = 2;
        var bytes = response is null ? [] : response.Data.AsSpan();
        if (bytes.Length >= From + 2 * sizeof(ushort))
        {
            said = TimeSpan.FromMilliseconds(BinaryPrimitives.ReadUInt16BigEndian(bytes[From..]));
            saidPending = TimeSpan.FromMilliseconds(BinaryPrimitives.ReadUInt16BigEndian(bytes[(From + sizeof(ushort))..]) * MillisecondsPerLongUnit);
        }
    }
}
