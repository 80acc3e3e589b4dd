using Caneth.Tool;
using Caneth.Tool.Engine;

StandardOutput.Use();
return CommandLine.Run(args);
