using Caneth.Logs.Files;

namespace Caneth.Recording;

/// <summary>
/// Looks whether the files ended last are still there once the disk can be reached: where it failed before, or nobody looked any
/// more, another program may have taken them away.
/// </summary>
internal sealed class EndedFilesWatch(LogStorage storage, RecordingAccount account, RecordingEventLog events)
{
    private readonly List<(EndedFile File, long Frames)> watched = [];

    /// <summary>Takes in a file that has just ended.</summary>
    /// <param name="file">The file.</param>
    /// <param name="frames">How many frames of the recording are in it.</param>
    public void Add(EndedFile file, long frames) => watched.Add((file, frames));

    /// <summary>Looks, and counts what is gone.</summary>
    /// <param name="goOn">Whether to look again later, because the last of them is still the file that is shown.</param>
    public void Check(bool goOn)
    {
        for (var index = watched.Count - 1; index >= 0; index--)
        {
            var (file, frames) = watched[index];
            var isGone = !file.IsRemoved && !(storage.LengthOf(file.Path) >= file.Length);
            if (isGone)
            {
                account.TakenAway(frames);
                events.Add(RecordingEventKind.FileLost, EventLevel.Error, RecordingMessages.EndedFileLost(file.Path, frames));
            }

            if (isGone || !goOn)
            {
                watched.RemoveAt(index);
            }
        }
    }
}
