#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Waiting' {
    BeforeAll {
        . "$PSScriptRoot/Import.ps1"
        $null = Start-CanSimulator | Connect-CanDevice
    }

    AfterAll {
        Clear-Bus
    }

    It 'emits one frame' {
        @(Wait-CanFrame 0x123 -Timeout 10).Count | Should -Be 1
    }

    It 'looks at the first two bytes' {
        $frame = Wait-CanFrame -Id 0x123 -D0 1 -D1 0 -Timeout 10
        $frame.Data[0], $frame.Data[1] | Should -Be 1, 0
    }

    It 'runs an action with the frame' {
        $seen = [Collections.Generic.List[object]]::new()
        $frame = Wait-CanFrame 0x123 -Timeout 10 -Action { $seen.Add($_) }
        $seen | Should -Be $frame
    }

    It 'says when nothing came, and goes on' {
        $frame = Wait-CanFrame 0x7FF -Timeout 0.1 -ErrorVariable problem -ErrorAction SilentlyContinue
        $frame | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'WaitTimeout*'
        $problem[0].CategoryInfo.Category | Should -Be OperationTimeout
    }

    It 'ends a script that wants it to' {
        { Wait-CanFrame 0x7FF -Timeout 0.1 -ErrorAction Stop } | Should -Throw -ErrorId 'WaitTimeout*'
    }
}

Describe 'Requesting' {
    BeforeAll {
        . "$PSScriptRoot/Import.ps1"
        $null = Start-CanSimulator | Connect-CanDevice
    }

    AfterAll {
        Clear-Bus
    }

    It 'never misses a reply, however quick' {
        foreach ($number in 1..50) {
            $reply = Request-CanFrame 0x7E0 '02 01 0C' -ReplyId 0x7E8 -Timeout 10
            $reply.Data[2] | Should -Be 0x0C
        }
    }

    It 'collects the replies of several control units' {
        $replies = Request-CanFrame 7DF '02 01 0D' -ReplyId 7E8-7EF -Count 2 -Timeout 10
        $replies.Id | Sort-Object | Should -Be 0x7E8, 0x7E9
    }

    It 'says when nobody answered' {
        { Request-CanFrame 0x6FF -ReplyId 0x700 -Timeout 0.1 -Retry 1 -ErrorAction Stop } | Should -Throw -ErrorId 'NoReply*'
    }
}
