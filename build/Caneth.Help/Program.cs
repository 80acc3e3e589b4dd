using System.Globalization;
using Caneth.Help;

// From the root of the checkout, after a build: dotnet run --project build/Caneth.Help
// Every page gets the syntax, parameters, defaults and types that its cmdlet has now, a new cmdlet gets a page to be
// filled with words; the help file and the list of the pages are made anew, and so are the about_ topics, from their pages in docs.
var files = new HelpFiles(args.Length > 0 ? args[0] : Environment.CurrentDirectory);
Directory.CreateDirectory(files.Pages);
Directory.CreateDirectory(Path.GetDirectoryName(files.Maml)!);
foreach (var cmdlet in Module.Cmdlets(files.Manifest))
{
    var file = files.PageOf(cmdlet.Name);
    var page = File.Exists(file) ? PageReader.Read(HelpFiles.ReadText(file)) : new CommandPage(cmdlet.Name);
    var today = DateTime.Today.ToString("MM/dd/yyyy", CultureInfo.InvariantCulture);
    page = ModuleFacts.Apply(page with { Name = cmdlet.Name, Date = page.Date.Length > 0 ? page.Date : today }, cmdlet);
    File.WriteAllText(file, PageWriter.Write(page, OnlineHelp.OfTheProject));
}

File.WriteAllText(files.Maml, MamlWriter.Write(files.ReadPages(), OnlineHelp.OfTheProject));
File.WriteAllText(files.Index, IndexWriter.Write(files.ReadPages()));
File.WriteAllText(files.Contents, IndexWriter.WriteContents(files.ReadPages()));
foreach (var (page, text) in files.Topics)
{
    File.WriteAllText(text, AboutWriter.Write(HelpFiles.ReadText(page)));
}

Console.WriteLine($"{files.Pages}, {files.Maml}");
