namespace Caneth.Simulation;

/// <summary>What a simulated gateway can do wrong: seen in the field, or said by a maker. Each is off by default.</summary>
public enum SimulatorFault
{
    /// <summary>
    /// The first frames of each burst that a client sends vanish; a burst begins after 50 ms of silence. Value: how many, 1
    /// by default.
    /// </summary>
    DropFirst,

    /// <summary>
    /// What is received at once from a client, and is not a multiple of 13 bytes long, is discarded whole. No value.
    /// </summary>
    DiscardUneven,

    /// <summary>
    /// Each connection is reset (RST) after a number of frames to the client. Value: the frames, 0 (at once) by default.
    /// </summary>
    Reset,

    /// <summary>
    /// Each connection falls silent after a number of frames to the client: nothing is read or written and nothing is closed, as
    /// when the device lost its power. (The operating system still acknowledges what fits its buffers.) Value: the frames,
    /// 0 (at once) by default.
    /// </summary>
    HalfOpen,

    /// <summary>The gateway reads nothing more, so the client's sends fill the window and go no further. No value.</summary>
    ZeroWindow,

    /// <summary>Random bytes between frames. Value: bytes, and after how many frames: <c>5/100</c> by default.</summary>
    Garbage,

    /// <summary>An extra frame with reserved bits set, after every n-th good one. Value: n, 100 by default.</summary>
    ReservedBits,

    /// <summary>An extra frame with a DLC of 9 to 15, after every n-th good one. Value: n, 100 by default.</summary>
    LongDlc,

    /// <summary>
    /// The unused bytes of every n-th frame are not zero. The frame says the same as before. Value: n, 1 by default.
    /// </summary>
    Padding,

    /// <summary>
    /// A new client first gets the latest frames from before it came. Value: how many, 10 by default, at most 1000.
    /// </summary>
    Stale,

    /// <summary>
    /// Writes are torn at random places, within frames too, with a pause of 1 ms after the first piece of each. Value: the
    /// largest piece in bytes, 20 by default.
    /// </summary>
    Split,

    /// <summary>New clients read <c>Sorry,Limited</c> and are disconnected. No value.</summary>
    RefuseClients,

    /// <summary>
    /// Each connection is closed in an orderly way (FIN) after a number of frames to the client; what the client still sends is
    /// read until it closes too. Value: the frames, 0 (at once) by default.
    /// </summary>
    CloseOrderly,

    /// <summary>
    /// Each client first gets a registration packet, once: what a gateway is known by that dials out. Value: its length in bytes,
    /// 6 by default (a MAC address), at most 128; one of another length is text.
    /// </summary>
    Registration,

    /// <summary>Everything that is written begins with a registration packet. Value: as for <see cref="Registration"/>.</summary>
    RegistrationAlways,

    /// <summary>
    /// A heartbeat of free text, in a write of its own. Value: its length in bytes, at most 128, and after how many frames:
    /// <c>9/20</c> by default.
    /// </summary>
    FreeHeartbeat,

    /// <summary>
    /// Everything is written in pieces with a pause of 1 ms after each, as a slow serial server does. Value: the largest piece in
    /// bytes, 1 by default.
    /// </summary>
    Drip,

    /// <summary>The port is that of a web page: new clients read an HTTP answer and are disconnected. No value.</summary>
    HttpServer,

    /// <summary>The port is that of a shell: new clients read the banner of an SSH server, and nothing more. No value.</summary>
    SshServer,

    /// <summary>New clients are accepted and disconnected without a word. No value.</summary>
    AcceptThenClose,

    /// <summary>
    /// The gateway's name has a second address, ::1, that never answers: connections to it are neither taken nor refused. The
    /// simulator's host name is <c>localhost</c> then. No value.
    /// </summary>
    DeadAddress,
}
