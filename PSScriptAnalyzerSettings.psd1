@{
    # The rest are hints, not findings: help for functions that nobody sees, types of output that are plain to see.
    Severity     = @('Error', 'Warning')
    ExcludeRules = @(
        # Build scripts and examples speak to the person at the screen.
        'PSAvoidUsingWriteHost'
        # PowerShell 7 reads UTF-8 without a mark.
        'PSUseBOMForUnicodeEncodedFile'
    )
    Rules        = @{
        # At the prompt one types "Where Id -eq 0x123", and the tests say what is typed there.
        PSAvoidUsingCmdletAliases = @{ allowlist = @('Where') }
    }
}
