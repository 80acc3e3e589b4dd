namespace Caneth.Logs.Files;

/// <summary>
/// A file that one has the right to write. The right is given back before the handle is closed: a process that is being started has
/// a copy of every handle for a short time, and would have the right for as long.
/// </summary>
internal sealed class LockedFile(string path, FileMode mode, FileAccess access, FileShare share)
    : FileStream(path, mode, access, share, bufferSize: 0)
{
    protected override void Dispose(bool disposing)
    {
        if (disposing && !SafeFileHandle.IsClosed)
        {
            FileRangeLock.Release(SafeFileHandle);
        }

        base.Dispose(disposing);
    }
}
