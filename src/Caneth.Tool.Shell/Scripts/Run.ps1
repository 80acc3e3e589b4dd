# Runs a script as `caneth run` does: its exit is the exit of the command, and so is 1 where it wrote an error. What goes to other
# streams than that of the results ends on standard error. The names are long because the script sees them.

& {
    $canethMistakes = $null
    $canethScript = [Management.Automation.Language.Parser]::ParseFile($args[0], [ref] $null, [ref] $canethMistakes)
    if ($canethMistakes) {
        throw [Management.Automation.ParseException]::new($canethMistakes)
    }

    # Made of a line of text, so that errors of the script do not point to this file.
    $canethRun = [scriptblock]::Create('param($CanethScript, $CanethArguments) & $CanethScript @CanethArguments')
    $canethArguments = $args.Count -gt 1 ? $args[1..($args.Count - 1)] : @()
    & $canethRun $canethScript.GetScriptBlock() $canethArguments 3>&1 4>&1 5>&1 | Out-Default
    if ([Caneth.Tool.Shell.OutDefault]::HasShownError) {
        exit 1
    }
} @args
