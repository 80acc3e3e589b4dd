#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Frames that come out of jobs' {
    BeforeDiscovery {
        # One that is a dotnet tool has no program for jobs to start.
        $script:hasProgram = Test-Path (Join-Path $PSHOME ($IsWindows ? 'pwsh.exe' : 'pwsh'))
    }

    BeforeAll {
        . "$PSScriptRoot/Import.ps1"
        $script:random = [random]::new(1)
        $script:frames = foreach ($number in 1..1000) {
            $data = [byte[]]::new($random.Next(9))
            $random.NextBytes($data)
            New-CanFrame $random.Next(0x20000000) $data
        }
        $script:log = Join-Path $TestDrive 'copies.jsonl'
    }

    It 'are the same frames: Start-Job' -Skip:(-not $hasProgram) {
        $copies = Start-Job { $using:frames } | Receive-Job -Wait -AutoRemoveJob
        $copies | Export-CanLog $log
        @(Import-CanLog $log) | Should -Be $frames
    }

    It 'are the same frames: Start-ThreadJob' {
        $copies = Start-ThreadJob { $using:frames } | Receive-Job -Wait -AutoRemoveJob
        $copies | Export-CanLog $log
        @(Import-CanLog $log) | Should -Be $frames
    }

    It 'are the same frames: what remoting makes of them' {
        $copies = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($frames))
        $copies[0] | Should -BeOfType Caneth.CanFrame
        $copies | Should -Be $frames
    }

    It 'say by what they differ' {
        $received = [Caneth.CanFrame] '(1769867100.123456) car 123#0100'
        { $received | Should -Be (New-CanFrame 0x123 '01 00') } | Should -Throw '*Expected 123#0100, but got (1769867100.123456) car 123#0100.*'
        $received.ToShortString() | Should -Be '123#0100'
        $received.HasSameContent((New-CanFrame 0x123 '01 00')) | Should -BeTrue
    }
}
