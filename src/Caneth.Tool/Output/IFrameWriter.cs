namespace Caneth.Tool.Output;

/// <summary>Writes frames to standard output. What it was given is with the reader when it returns.</summary>
internal interface IFrameWriter : IDisposable
{
    /// <summary>Writes frames.</summary>
    /// <param name="frames">The frames, in order.</param>
    /// <exception cref="IOException">Nobody reads any more.</exception>
    void Write(ReadOnlySpan<CanFrame> frames);
}
