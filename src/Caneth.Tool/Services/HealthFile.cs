namespace Caneth.Tool.Services;

/// <summary>The health of a service in a file that is always whole: written under another name, and renamed.</summary>
/// <param name="path">The file.</param>
/// <param name="log">Where to say that it cannot be written.</param>
internal sealed class HealthFile(string path, ServiceLog log)
{
    private bool failed;

    /// <summary>Writes it.</summary>
    public void Write(byte[] report)
    {
        try
        {
            File.WriteAllBytes(path + ".tmp", report);
            File.Move(path + ".tmp", path, overwrite: true);
            failed = false;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (!failed)
            {
                failed = true;
                log.Tell($"The health cannot be written: {failure.Message}", Devices.LogLevel.Warning);
            }
        }
    }

    /// <summary>Removes it: a service that has ended is in no health.</summary>
    public void Remove()
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Its time says how old it is.
        }
    }
}
