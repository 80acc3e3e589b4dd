namespace Caneth.Simulation;

/// <summary>
/// What a simulated gateway can do wrong, and the control units of the car behind it: seen in the field, or said by a maker. Each is off by default.
/// </summary>
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

    /// <summary>The control units answer nothing. No value.</summary>
    EcuSilent,

    /// <summary>The control units ignore frames of fewer than 8 bytes, flow controls too. No value.</summary>
    EcuIgnoresShortFrames,

    /// <summary>
    /// The control units ask for patience (response pending) before each answer, 0.4 s apart. Value: how often, 3 by default.
    /// </summary>
    EcuPending,

    /// <summary>
    /// The control units refuse requests as busy (busy, repeat request) and answer one in between. Value: how many they refuse, 1 by default.
    /// </summary>
    EcuBusy,

    /// <summary>The control units answer also where no answer is wanted (suppressed positive response). No value.</summary>
    EcuAnswersUnasked,

    /// <summary>Before each answer comes one to a request that nobody made. No value.</summary>
    EcuForeignAnswer,

    /// <summary>Before each answer comes a refusal of another service, as to a tester present in the background. No value.</summary>
    EcuForeignRefusal,

    /// <summary>Before each answer come refusals that are too short to say of what, or why. No value.</summary>
    EcuShortRefusal,

    /// <summary>Before each answer, and in the midst of it, come frames of kinds that ISO 15765-2 does not have. No value.</summary>
    EcuUnknownFrames,

    /// <summary>Before each answer come single frames whose length is 0, or more than they hold. No value.</summary>
    EcuInvalidLengths,

    /// <summary>Before each answer comes the first frame of a message that would fit a single one. No value.</summary>
    EcuShortFirstFrame,

    /// <summary>The first frame of each longer answer comes twice. No value.</summary>
    EcuRepeatedFirstFrame,

    /// <summary>The second consecutive frame of each longer answer is missing. No value.</summary>
    EcuLostFrame,

    /// <summary>Of each longer answer nothing comes but its first frame. No value.</summary>
    EcuNoFrames,

    /// <summary>After each longer answer comes a consecutive frame too many. No value.</summary>
    EcuExtraFrame,

    /// <summary>The frames of longer answers come slowly. Value: the milliseconds between two, 700 by default.</summary>
    EcuSlowFrames,

    /// <summary>The first frame of each longer answer declares 2 GiB. No value.</summary>
    EcuHugeAnswer,

    /// <summary>The control units send frames as short as can be. No value.</summary>
    EcuNoPadding,

    /// <summary>The control units send no flow control, so that no longer request reaches them. No value.</summary>
    EcuNoFlowControl,

    /// <summary>The control units have no room for longer requests (flow control: overflow). No value.</summary>
    EcuOverflow,

    /// <summary>The control units send flow controls with a status that there is not. No value.</summary>
    EcuInvalidFlowControl,

    /// <summary>
    /// The control units ask for patience with each longer request (flow control: wait), 0.1 s apart. Value: how often, 5 by default, at
    /// most 40.
    /// </summary>
    EcuWaits,

    /// <summary>
    /// The control units ask for a time between consecutive frames. Value: the byte of the flow control (STmin), 0 to 255, 20 (milliseconds) by
    /// default; 128 is reserved, 241 to 249 are tenths of a millisecond.
    /// </summary>
    EcuSeparationTime,

    /// <summary>The control units send each flow control twice. No value.</summary>
    EcuRepeatedFlowControl,

    /// <summary>
    /// The control units ask for something else with each flow control of a longer request: 2 frames at once, then 3 of them 30 ms apart, then all the rest.
    /// No value.
    /// </summary>
    EcuChangingFlowControl,
}
