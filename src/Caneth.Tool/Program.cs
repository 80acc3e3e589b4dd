return Caneth.Tool.CommandLine.Run(args);
