using System.Text.Json;

namespace Caneth.Tool.Configuration;

/// <summary>Reads a configuration: JSON, with comments and commas at the end of lists where somebody wants them.</summary>
internal static class ConfigFile
{
    private const long LongestFile = 16 * 1024 * 1024;

    private static readonly JsonDocumentOptions Form =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>Reads a file strictly.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Reads what it is about.</param>
    /// <exception cref="ConfigException">It cannot be read, is not JSON, or says something that is not understood.</exception>
    public static T Read<T>(string path, Func<ConfigSection, T> read)
    {
        var name = Path.GetFileName(path);
        try
        {
            var file = new FileInfo(path);
            if (file is { Exists: true, Length: > LongestFile })
            {
                throw new ConfigException($"{name} has {file.Length:N0} bytes; {LongestFile:N0} are allowed.");
            }

            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Form);
            var section = new ConfigSection(document.RootElement, $"{name}:");
            var result = read(section);
            section.RefuseTheRest();
            return result;
        }
        catch (JsonException failure)
        {
            throw new ConfigException($"{name} is not JSON: {VisibleText.Of(failure.Message)}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"{name} cannot be read: {VisibleText.Of(failure.Message)}");
        }
    }
}
