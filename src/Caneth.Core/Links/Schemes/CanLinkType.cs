namespace Caneth.Links.Schemes;

/// <summary>One way to a bus: how its addresses are written, what it sends and receives, who confirms, and how it tells time.</summary>
public sealed class CanLinkType
{
    private readonly LinkScheme scheme;

    private CanLinkType(LinkScheme scheme) => this.scheme = scheme;

    /// <summary>All of them, the usual first.</summary>
    public static IReadOnlyList<CanLinkType> All { get; } = [.. LinkSchemes.All.Select(scheme => new CanLinkType(scheme))];

    /// <summary>What comes before <c>://</c> in its addresses.</summary>
    public string Scheme => scheme.Name;

    /// <summary>What it connects to, in a sentence.</summary>
    public string Description => scheme.Description;

    /// <summary>How its addresses are written; what is in brackets may be left out.</summary>
    public string Form => scheme.Form;

    /// <summary>An address.</summary>
    public string Example => scheme.Example;

    /// <summary>Whether the other side connects, at an address of this computer, and is waited for: one by a session, many by a listener.</summary>
    public bool Listens => scheme.Capabilities.PeerConnects;

    /// <summary>The port where none is written; null where one must be, or there is none.</summary>
    public int? DefaultPort => scheme.DefaultPort is > 0 and var port ? port : null;

    /// <summary>What it sends, without options: what it does not is refused before anything is queued.</summary>
    public FrameKinds Sends => scheme.Capabilities.Sends;

    /// <summary>What can be received.</summary>
    public FrameKinds Receives => scheme.Capabilities.Receives;

    /// <summary>Who says of frames that were sent that they have arrived.</summary>
    public LinkConfirmation Confirms => scheme.Capabilities.Confirmation;

    /// <summary>Whose clock says when a frame was received.</summary>
    public LinkTime Time => scheme.Capabilities.Time;

    /// <summary>How many frames go in one write, and so back to back, at most.</summary>
    public int MaxFramesPerWrite => scheme.Capabilities.MaxFramesPerWrite;

    /// <summary>What can be said in the query of an address.</summary>
    public IReadOnlyList<LinkOption> Options => scheme.Options;

    /// <summary>What a user should know of it beside all this.</summary>
    public string Remarks => scheme.Remarks;

    /// <summary>Reads an address of any kind.</summary>
    /// <param name="text">
    /// A URI of one of these schemes, such as <c>socketcand://192.168.0.10/can0</c>; or without a scheme the name or IP address of a gateway,
    /// with its port or without: <c>192.168.0.7:20001</c>.
    /// </param>
    /// <param name="port">The port where none is written, 1 to 65535; null, the default, for that of the scheme.</param>
    /// <returns>The address, for <c>SessionOptions.Address</c>.</returns>
    /// <exception cref="FormatException">It is none; the message says why, and which forms are allowed.</exception>
    public static CanAddress ParseAddress(string text, int? port = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (port is { } number)
        {
            Option.RequireRange(number, nameof(port), 1, 65535);
        }

        return AddressReader.Read(text, port);
    }

    /// <summary>What this computer has of it, such as the interfaces of its CAN buses and its serial ports: each as a URI, and what it is.</summary>
    internal IEnumerable<(string Uri, string Description)> FindHere() => scheme.FindHere();

    /// <summary>The scheme, as it is written.</summary>
    /// <returns><c>socketcand://</c></returns>
    public override string ToString() => $"{Scheme}://";
}
