#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Mocks and proxies' {
    BeforeAll {
        . "$PSScriptRoot/Import.ps1"
    }

    It 'read what the cmdlet reads' {
        Mock Send-CanFrame { "$Id $Data $Timeout" }
        Send-CanFrame 7DF '02 01 0C' -Timeout 100ms | Should -Be '0x7DF 02 01 0C 0.1'
        Should -Invoke Send-CanFrame -Times 1 -Exactly -ParameterFilter { $Id -eq 0x7DF -and $Data -eq '02-01-0C' -and $Timeout -eq 0.1 }
    }

    It 'read filters, bytes and times alike' {
        Mock Wait-CanFrame { New-CanFrame 7E8 '04 41 0C 1E C6' }
        (Wait-CanFrame 0x7E8, 0x100-0x1FF -D0 2 -Timeout 2).Data[1] | Should -Be 0x41
        Should -Invoke Wait-CanFrame -ParameterFilter { $D0 -eq 2 -and $Timeout -eq 2 -and "$($Id[1])" -eq '0x100-0x1FF' }
    }

    It 'take frames and lines of a table from the pipeline' {
        Mock Send-CanFrame { "$InputObject" }
        [pscustomobject]@{ Id = '0x123'; Data = '01 02' } | Send-CanFrame | Should -BeLike '*123#0102'
        '123#0102' | Send-CanFrame | Should -BeLike '*123#0102'
    }

    It 'say what was wrong as the cmdlet says it' {
        Mock Wait-CanFrame { }
        { Wait-CanFrame 7E8 -Timeout soon } | Should -Throw "*'soon' is not a time. Give seconds*"
        { Wait-CanFrame 7E8 -D0 256 } | Should -Throw "*'256' is not a byte*"
    }

    It 'pass on what they were given' {
        $null = Start-CanSimulator | Connect-CanDevice -Name car
        function Send-MyFrame {
            param([Caneth.Binding.IdArgument] $Id, [Caneth.Binding.DataArgument] $Data, [Caneth.Binding.TimeArgument] $Timeout)
            Send-CanFrame @PSBoundParameters -PassThru
        }

        Send-MyFrame 7DF '02 01 0C' 2 | ForEach-Object { "$($_.Id) $($_.Data)" } | Should -Be '2015 02 01 0C'
        Clear-Bus
    }
}
