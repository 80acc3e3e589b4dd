namespace Caneth.Logs.Files;

/// <summary>The file system of this computer.</summary>
internal sealed class DiskStorage : LogStorage
{
    // ERROR_SHARING_VIOLATION
    private const int SharingViolation = unchecked((int)0x80070020);

    public override LogFileStream Open(string path, ExistingFile existing, string owner)
    {
        FileSizeLimit.FailInsteadOfEndingTheProcess();
        var right = LogLock.Take(path, owner);
        FileStream? file = null;
        try
        {
            file = OpenAlone(path, existing);
            return new(file, path, this, right);
        }
        catch
        {
            file?.Dispose();
            right.Dispose();
            throw;
        }
    }

    public override long? LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : null;

    public override bool FolderExists(string folder) => Directory.Exists(folder);

    public override void Delete(string path) => File.Delete(path);

    public override void Rename(string path, string name) => File.Move(path, name);

    public override IEnumerable<(string Path, long Length, DateTimeOffset WrittenAt)> List(string folder) => new DirectoryInfo(folder).EnumerateFiles()
        .Select(file => (file.FullName, file.Length, new DateTimeOffset(file.LastWriteTimeUtc)));

    public override long? FreeSpace(string folder)
    {
        try
        {
            return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder).AvailableFreeSpace;
        }
        catch (Exception failure) when (failure is ArgumentException or IOException or UnauthorizedAccessException)
        {
            // A network path of Windows, or a disk that does not answer.
            return null;
        }
    }

    public override string? MountPoint(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        var real = RealPath.Of(folder) + "/";
        return DriveInfo.GetDrives().Select(drive => drive.Name)
            .Where(mount => real.StartsWith(mount.EndsWith('/') ? mount : mount + "/", StringComparison.Ordinal))
            .MaxBy(mount => mount.Length);
    }

    public override string? FindOpen(Stream file)
    {
        if (!OperatingSystem.IsLinux() || file is not FileStream open)
        {
            return null;
        }

        var path = new FileInfo($"/proc/self/fd/{open.SafeFileHandle.DangerousGetHandle()}").LinkTarget;
        return path is not null && LengthOf(path) == open.Length ? path : null;
    }

    public override void Renew(object held)
    {
        if (held is FileStream file)
        {
            FileRangeLock.NoteProcess(file.SafeFileHandle);
        }
    }

    public override LogInUseException? WriterOf(string path)
    {
        if (LogLock.OwnerHere(path) is { } owner)
        {
            return new(path, owner, Environment.ProcessId);
        }

        try
        {
            // On Windows the share mode shows it: who writes a log lets nobody else write.
            var access = OperatingSystem.IsWindows() ? FileAccess.Write : FileAccess.Read;
            using var file = new FileStream(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return FileRangeLock.IsTaken(file.SafeFileHandle, out var process) ? LogLock.InUse(path, process) : null;
        }
        catch (IOException failure) when (failure.HResult == SharingViolation)
        {
            return LogLock.InUse(path, null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public override IDisposable? HoldRing(string path)
    {
        LockedFile? file = null;
        try
        {
            file = OperatingSystem.IsWindows()
                ? new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete)
                : new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            LogLock.TakeFromOthers(file, path, FileRangeLock.Purpose.Ring);
            return file;
        }
        catch (LogInUseException)
        {
            file!.Dispose();
            throw;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// Opens a file and makes sure that nobody else writes it before anything in it is changed. Others may read it.
    /// </summary>
    private static LockedFile OpenAlone(string path, ExistingFile existing)
    {
        LockedFile file;
        try
        {
            var mode = existing == ExistingFile.Refuse ? FileMode.CreateNew : FileMode.OpenOrCreate;
            file = new(path, mode, FileAccess.ReadWrite, FileShare.Read);
        }
        catch (IOException failure) when (failure.HResult == SharingViolation)
        {
            throw LogLock.InUse(path, null);
        }

        try
        {
            LogLock.TakeFromOthers(file, path);
            ThrowIfNoFile(file, path);
            if (existing == ExistingFile.Replace)
            {
                file.SetLength(0);
            }

            _ = file.Seek(0, SeekOrigin.End);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <exception cref="IOException">It is a pipe or a device.</exception>
    private static void ThrowIfNoFile(FileStream file, string path)
    {
        try
        {
            if (file.CanSeek)
            {
                // Changes nothing, and nothing but a file takes it.
                file.SetLength(file.Length);
                return;
            }
        }
        catch (Exception failure) when (failure is IOException or ArgumentException or NotSupportedException)
        {
            // Said below.
        }

        throw new IOException($"'{path}' is a pipe or a device, and a log needs a file on a disk.");
    }
}
