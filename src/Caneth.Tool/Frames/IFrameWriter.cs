using System.Management.Automation;

namespace Caneth.Tool.Frames;

/// <summary>Writes frames to standard output. What it was given is with the reader when it returns.</summary>
internal interface IFrameWriter
{
    /// <summary>Writes frames.</summary>
    /// <exception cref="IOException">Nobody reads any more.</exception>
    void Write(IReadOnlyList<PSObject> frames);
}
