# The commands of the Python console of this name, as PowerShell functions: what is typed there works here, and the rest is PowerShell.

$ErrorActionPreference = 'Stop'
$script:last = 0
$script:tags = @{}

function Format-Frame($frame) {
    'CANFrame(id=0x{0}, ext={1}, type={2}, dlc={3}, data=[{4}])' -f [Caneth.CanId]::Format($frame.Id, $frame.Extended),
        [int]$frame.Extended, ($frame.Remote ? 'RTR' : 'DATA'), $frame.Dlc, $frame.Data
}

# What goes on after a watcher ended, and how to end it too.
function Format-Remaining {
    $names = @(Get-CanHandler | ForEach-Object Name)
    if ($names) {
        "Still watching: $($names -join ', '). 'unwatch $($names[0].TrimStart('#'))' ends $($names[0]), 'unwatch all' ends all; 'list' shows them."
    }
}

function Select-Given($names) {
    $given = @{}
    foreach ($name in $names.Keys) { if ($names[$name]) { $given[$name] = $names[$name] } }
    $given
}

# Sends a frame: send <id> <hex> [ext|std] [rtr]
function send {
    [CmdletBinding()]
    param([Parameter(Position = 0)] [string] $Id, [Parameter(Position = 1, ValueFromRemainingArguments)] [string[]] $Rest)
    if (-not $Id) { return 'Usage: send <id> <hex> [ext|std] [rtr]' }
    $frame = @{ Id = $Id }
    $bytes = foreach ($word in $Rest) {
        switch -Regex ($word) {
            '^(ext|extended)$' { $frame.Extended = $true; break }
            '^(std|standard)$' { $frame.Extended = $false; break }
            '^rtr$' { $frame.Remote = $true; break }
            default { $word }
        }
    }
    try {
        # A remote frame has no data, but asks for as much as is written.
        if ($bytes -and $frame.Remote) { $frame.Dlc = (ConvertTo-CanData ($bytes -join ' ')).Count }
        elseif ($bytes) { $frame.Data = $bytes -join ' ' }
        Send-CanFrame @frame
        'Sent.'
    } catch { $PSCmdlet.ThrowTerminatingError($_) }
}

# Shows frames with an id, and with one or two first bytes: on <id> [d0] [d1]
function on {
    [CmdletBinding()]
    param([Parameter(Position = 0)] [string] $Id, [Parameter(Position = 1)] [string] $D0, [Parameter(Position = 2)] [string] $D1)
    if (-not $Id) { return 'Usage: on <id> [d0] [d1]' }
    $filter = Select-Given @{ Id = $Id; D0 = $D0; D1 = $D1 }
    $number = $script:last + 1
    $tag = "id=$Id$($D0 ? " d0=$D0" : '')$($D1 ? " d1=$D1" : '')"
    try {
        $null = Register-CanHandler @filter -Name "#$number" -MessageData $tag -Action {
            param($frame, $tag)
            '[match {0}] id=0x{1:X} dlc={2} data={3}' -f $tag, $frame.Id, $frame.Dlc, $frame.Data
        }
    } catch { $PSCmdlet.ThrowTerminatingError($_) }
    $script:last = $number
    $script:tags["#$number"] = $tag
    "watch #${number}: $tag"
}

# Shows every frame, until unwatch.
function watch {
    if (-not (Get-CanHandler | Where-Object Name -EQ 'watch')) {
        $null = Register-CanHandler -Name watch -Action { "[RX] $(Format-Frame $_)" }
    }
    'Watching all frames.'
}

# Ends watch, a number that on gave, or all of them: unwatch [<number>|watch|all]
function unwatch {
    param([string] $What = 'watch')
    $handlers = @(Get-CanHandler)
    switch ($What) {
        'all' { $handlers | Unregister-CanHandler; 'Cleared all watchers.' }
        { $_ -in 'watch', 'global' } {
            $watch = $handlers | Where-Object Name -EQ 'watch'
            if ($watch) { $watch | Unregister-CanHandler; 'Stopped global watch.' } else { 'Global watch is not active.' }
            Format-Remaining
        }
        default {
            $name = $What -in $handlers.Name ? $What : "#$($What.TrimStart('#'))"
            $one = $handlers | Where-Object Name -EQ $name
            if ($one) { $one | Unregister-CanHandler; "unwatch: removed watcher $name" } else { "unwatch: no watcher $name" }
            Format-Remaining
        }
    }
}

# Shows what is watched.
function list {
    $handlers = @(Get-CanHandler)
    'Watchers:'
    "  Global watch: $('watch' -in $handlers.Name ? 'ON' : 'OFF')"
    $others = @($handlers | Where-Object Name -NE 'watch')
    foreach ($handler in $others) {
        '  {0,-4} {1,-24} [{2} matched]' -f $handler.Name, ($script:tags[$handler.Name] ?? $handler.Filter), $handler.Invocations
    }
    if (-not $others) { '  (none)' }
}

# Waits for a frame: wait <id> [d0] [d1] [timeout in seconds]
function wait {
    [CmdletBinding()]
    param(
        [Parameter(Position = 0)] [string] $Id, [Parameter(Position = 1)] [string] $D0,
        [Parameter(Position = 2)] [string] $D1, [Parameter(Position = 3)] [string] $Timeout)
    if (-not $Id) { return 'Usage: wait <id> [d0] [d1] [timeout]' }
    $filter = Select-Given @{ Id = $Id; D0 = $D0; D1 = $D1; Timeout = $Timeout }
    try {
        "[WAIT MATCH] $(Format-Frame (Wait-CanFrame @filter))"
    } catch {
        if ($_.CategoryInfo.Category -ne 'OperationTimeout') { $PSCmdlet.ThrowTerminatingError($_) }
        '[WAIT TIMEOUT]'
    }
}

# The commands; with the name of another, the help about that.
function help {
    if ($args) { return Get-Help @args }
    @'
send <id> <hex> [ext|std] [rtr]   send a frame: send 0x123 "01 02"
on <id> [d0] [d1]                 show frames with this id, and these first bytes
watch                             show every frame
unwatch [<number>|watch|all]      end one watcher, the one of all frames, or all
list                              what is watched
wait <id> [d0] [d1] [timeout]     wait for a frame
help [<command>]                  this, or the help about a command
quit                              end; so do exit, Ctrl+D, and Ctrl+C on an empty line

Anything else is PowerShell: Get-CanDevice, Receive-CanFrame -Count 5 | Where Id -eq 0x123 ...
Tab completes, the arrows bring back earlier lines, Ctrl+C stops what runs.
'@
}

# Ends the session.
function quit { exit 0 }

Export-ModuleMember -Function send, on, watch, unwatch, list, wait, help, quit
