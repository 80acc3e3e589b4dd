using Caneth.Links;
using Caneth.Links.Incoming;
using Caneth.Sessions;

namespace Caneth.Listening;

/// <summary>One gateway that dials in: its session, and what hands the session its connections.</summary>
internal sealed class ListenedDevice
{
    private const int MostReplacements = 3;
    private static readonly TimeSpan ReplacementTime = TimeSpan.FromSeconds(30);

    private readonly TimeProvider time;
    private readonly Queue<long> replacements = new();
    private readonly IncomingConnector connector;

    /// <summary>Opens the session of a gateway.</summary>
    /// <param name="identity">Who it is.</param>
    /// <param name="name">What to call the device.</param>
    /// <param name="options">What the session is like.</param>
    /// <param name="address">Where gateways dial in.</param>
    /// <param name="ended">Called when the session has ended.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public ListenedDevice(IncomingIdentity identity, string name, SessionOptions options, CanAddress address, Action<ListenedDevice> ended)
    {
        Identity = identity.Text;
        time = options.TimeProvider;
        IncomingConnector? made = null;
        var itsAddress = new CanAddress(address.Scheme, address.Host, address.Port) { Bus = Uri.EscapeDataString(identity.Text) };
        Session = CanSession.Open(options with
        {
            Connector = context => made = new(itsAddress, new(identity.Registration, options.Heartbeat), context),
            Name = name,
            Reconnect = true,
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            BeforeConnecting = session =>
            {
                session.StateChanged += (_, state) =>
                {
                    if (state == CanSessionState.Closed)
                    {
                        made!.End();
                        ended(this);
                    }
                };
                options.BeforeConnecting?.Invoke(session);
            },
        });
        connector = made!;
    }

    /// <summary>Who it is.</summary>
    public string Identity { get; }

    /// <summary>Its session.</summary>
    public CanSession Session { get; }

    /// <summary>Hands its next connection over.</summary>
    /// <returns>Whether it takes the place of one that nobody had ended.</returns>
    public bool Offer(IncomingStream stream) => connector.Offer(stream);

    /// <summary>Notes that a connection took the place of another one.</summary>
    /// <param name="times">How often that happened in a short time.</param>
    /// <param name="within">In which time.</param>
    /// <returns>Whether it happens too often for one gateway.</returns>
    public bool NoteReplacement(out int times, out TimeSpan within)
    {
        lock (replacements)
        {
            replacements.Enqueue(time.GetTimestamp());
            if (replacements.Count > MostReplacements)
            {
                replacements.Dequeue();
            }

            within = time.GetElapsedTime(replacements.Peek());
            times = replacements.Count;
            return times == MostReplacements && within < ReplacementTime;
        }
    }
}
