using Caneth.Cmdlets;
using Caneth.Plotting;
using Caneth.Waiting;

namespace Caneth.Commands;

/// <summary>Writes a table of signals for a cmdlet, and shows how far it is.</summary>
internal static class SignalTable
{
    /// <summary>Writes it as CSV; a failure ends the command.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="file">The file.</param>
    /// <param name="force">Whether to write one that is read-only.</param>
    /// <param name="table">The table.</param>
    public static void Write(CanCmdlet cmdlet, string file, bool force, WideTable table)
    {
        var progress = new ProgressBar(cmdlet, $"{cmdlet.MyInvocation.MyCommand.Name} {Path.GetFileName(file)}");
        var most = Math.Max(table.RowCount, 1);
        cmdlet.Guard(() => OutputFile.Write(file, force, stream => table.WriteCsv(stream, Note)), failure => CanErrors.FileWriting(file, failure));
        progress.End();

        void Note(long rows)
        {
            cmdlet.ThrowIfStopped();
            if (progress.IsDue)
            {
                progress.Show(PlotMessages.Written(rows), (int)(100 * rows / most));
            }
        }
    }
}
