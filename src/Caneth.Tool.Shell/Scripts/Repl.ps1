# A session at a device: the commands of the Python console, and PowerShell. At a terminal the shell's own prompt follows this
# script; lines from a pipe or a file it reads itself.

function prompt { 'caneth> ' }

& {
    param([string] $HostName, [int] $Port, [double] $Timeout, [string] $Log)

    function Connect-Device {
        try {
            $null = Connect-CanDevice $HostName -Port $Port -Timeout $Timeout
        } catch {
            [Console]::Error.WriteLine("caneth: $($_.ErrorDetails?.Message ?? $_)")
            return $false
        }
        if ($Log -in 'Debug', 'Info') {
            [Console]::Error.WriteLine("Connected to ${HostName}:$Port.")
            [Console]::Error.WriteLine("Type 'help' for commands.")
        }
        return $true
    }

    function Start-KeyHandling {
        [Caneth.Tool.Shell.IdleOutput]::Follow([Microsoft.PowerShell.PSConsoleReadLine])
        Set-PSReadLineKeyHandler -Chord Ctrl+d -Function DeleteCharOrExit
        Set-PSReadLineKeyHandler -Chord Ctrl+c -BriefDescription CancelLineOrExit -ScriptBlock {
            $line = $cursor = $null
            [Microsoft.PowerShell.PSConsoleReadLine]::GetBufferState([ref] $line, [ref] $cursor)
            if ($line) {
                [Microsoft.PowerShell.PSConsoleReadLine]::CancelLine()
            } else {
                [Microsoft.PowerShell.PSConsoleReadLine]::Insert('exit')
                [Microsoft.PowerShell.PSConsoleReadLine]::AcceptLine()
            }
        }
    }

    $isPiped = [Console]::IsInputRedirected
    if ($isPiped) {
        [Caneth.Tool.Shell.Signals]::EndSession()
    }
    $global:VerbosePreference = $Log -eq 'Debug' ? 'Continue' : 'SilentlyContinue'
    $global:WarningPreference = $Log -eq 'Error' ? 'SilentlyContinue' : 'Continue'
    if (-not (Connect-Device)) {
        $Host.SetShouldExit(1)
        exit 1
    }

    $null = New-Module -Name CanethLegacyCommands -ScriptBlock ([scriptblock]::Create((Get-Content -Raw "$PSScriptRoot/LegacyCommands.ps1")))
    if ($isPiped) { return }
    if ([Console]::BufferWidth -gt 0 -and (Get-Module PSReadLine)) {
        Start-KeyHandling
    } else {
        # It draws on the screen, and a terminal that has no size has none.
        Remove-Module PSReadLine -ErrorAction Ignore
    }
} @args

# Lines from a pipe or a file. The names are long because the lines see them.
if ([Console]::IsInputRedirected) {
    $canethReader = [Caneth.Tool.Shell.CommandReader]::new()
    while ($canethReader.Read()) {
        # Handlers run between the statements of a script.
        if (-not $canethReader.HasCommand) { continue }
        try {
            $canethCommand = $canethReader.ToScriptBlock()
        } catch {
            $_.Exception.InnerException.ErrorRecord | Out-Default
            continue
        }
        try {
            . $canethCommand | Out-Default
        } catch {
            $_ | Out-Default
        }
    }
}
